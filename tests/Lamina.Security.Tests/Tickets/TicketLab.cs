using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;
using Lamina.Security.Identities;
using Lamina.Security.Tests.Credentials;
using Lamina.Security.Tickets;
using Lamina.Security.Tickets.Claims;

namespace Lamina.Security.Tests.Tickets;

/// <summary>A layer with a member that invites, and a node that comes.</summary>
internal sealed class TicketLab : IDisposable
{
    public static readonly DateTimeOffset Now = Authority.Epoch.AddDays(1);

    private readonly SeededRandom _random;

    public TicketLab(ulong seed = 1)
    {
        _random = new SeededRandom(seed);
        Authority = new Authority(seed);
        NodeIdentity inviter = Authority.NewNode();
        Inviter = new LayerCredentials(inviter, new CredentialChain(Authority.Issue(inviter)), Authority.Trust);
        Joiner = Authority.NewNode();
        Ticket = NewTicket();
    }

    public Authority Authority { get; }

    public LayerCredentials Inviter { get; set; }

    public NodeIdentity Joiner { get; }

    public Ticket Ticket { get; set; }

    public Ticket NewTicket(uint number = 7, params string[] places)
    {
        byte[] secret = new byte[TicketSecret.Length];
        _random.Fill(secret);
        UdpEndpoint[] all = [.. (places.Length > 0 ? places : ["192.0.2.1:3435"]).Select(place => UdpEndpoint.From(System.Net.IPEndPoint.Parse(place)))];
        return new Ticket(Name.Parse("net"), all, RootsFingerprint.Of(Authority.Roots), number, secret, Now.AddDays(1));
    }

    public ClaimInitiator NewInitiator(Ticket? ticket = null, DateTimeOffset? now = null, NodeIdentity? joiner = null) =>
        new(ticket ?? Ticket, joiner ?? Joiner, now ?? Now, _random);

    public ClaimResponder NewResponder(Ticket? known = null) => new(Inviter, (known ?? Ticket).Number, (known ?? Ticket).Key, _random);

    /// <summary>The first message, without its header.</summary>
    public static byte[] Begin(ClaimInitiator initiator)
    {
        Assert.True(ClaimOpening.TryRead(initiator.Begin(), out ClaimOpening opening));
        return opening.Message.ToArray();
    }

    public void Dispose()
    {
        Joiner.Dispose();
        Authority.Dispose();
    }
}
