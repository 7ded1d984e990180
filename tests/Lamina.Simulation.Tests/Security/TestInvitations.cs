using Lamina.Core;
using Lamina.Ipc;
using Lamina.Security.Credentials;
using Lamina.Security.Tickets;

namespace Lamina.Simulation.Tests.Security;

/// <summary>The invitations of a simulated host, which issues by the lab's root. Its disk takes a while.</summary>
internal sealed class TestInvitations(SecureLab lab, SimulatedHost host) : IInvitations
{
    public Duration DiskTime { get; set; } = Duration.FromMilliseconds(5);

    public InvitationBook Book { get; private set; } = InvitationBook.Empty;

    public int Issued { get; private set; }

    public int Renewed { get; private set; }

    public Ticket Invite(uint number, int uses = 1, TimeSpan? life = null, TimeSpan? credential = null)
    {
        byte[] secret = new byte[TicketSecret.Length];
        host.Context.Random.Fill(secret);
        DateTimeOffset until = host.WallClock.WallTime + (life ?? TimeSpan.FromDays(1));
        var ticket = new Ticket(Name.Parse("net"), [UdpEndpoint.FromIPv4(0x0A000001, 3435)], RootsFingerprint.Of(lab.Roots), number, secret, until);
        Book = Book.With(
            new Invitation(ticket.Layer, number, ticket.Key, uses, until, new InvitationGrant(SecureLab.Any, null, credential ?? TimeSpan.FromDays(365))), host.WallClock.WallTime);
        return ticket;
    }

    public Invitation? Find(Name layer, uint number) => Book.Find(layer, number);

    public void Admit(Name layer, uint number, NodeRequest request, IIssueSink sink)
    {
        InvitationVerdict verdict = Book.Use(layer, number, request.Node, host.WallClock.WallTime, out InvitationBook book);
        Book = book;
        new AfterAWhile(host, DiskTime, now =>
        {
            if (verdict is InvitationVerdict.Good or InvitationVerdict.Again)
            {
                Issued++;
                sink.HandleIssued(Outcome.Ok, Issue(request), now);
            }
            else
            {
                Invitation known = Find(layer, number)!;
                sink.HandleIssued(
                    Outcome.Denied(verdict == InvitationVerdict.Expired ? InvitationTexts.Expired(known) : InvitationTexts.UsedUp(known)), null, now);
            }
        }).Start();
    }

    public void Renew(Name layer, RenewalRequest request, IIssueSink sink) => new AfterAWhile(host, DiskTime, now =>
    {
        bool isTime = Renewal.Judge(request.Former.Member, host.WallClock.WallTime) != RenewalState.Fine;
        Renewed += isTime ? 1 : 0;
        sink.HandleIssued(
            isTime ? Outcome.Ok : Outcome.Denied("two thirds of the credential's life are not over"),
            isTime ? Issue(request.Node, host.WallClock.WallTime, request.Former.Member.Terms.Lifetime) : null, now);
    }).Start();

    private Membership Issue(NodeRequest request, DateTimeOffset? from = null, TimeSpan? life = null)
    {
        DateTimeOffset begin = from ?? SimulatedWallClock.Epoch.AddDays(-1);
        var terms = new CredentialTerms(
            lab.Roots.Layer, request.SigningKey, request.Agreements, SecureLab.Any, [], DateTimeOffset.FromUnixTimeSeconds(begin.ToUnixTimeSeconds()), life ?? TimeSpan.FromDays(365));
        return new Membership(Name.Parse("net"), LayerTrust.In(lab.Roots), new CredentialChain(Credential.Issue(lab.Root, terms)));
    }

    private sealed class AfterAWhile : ITimed
    {
        private readonly SimulatedHost _host;
        private readonly Action<Instant> _call;
        private readonly Duration _while;
        private readonly MachineTimer _timer;

        public AfterAWhile(SimulatedHost host, Duration after, Action<Instant> call)
        {
            _host = host;
            _while = after;
            _call = call;
            _timer = new MachineTimer(host.Context.Timers, this);
        }

        public void Start() => _timer.Set(_host.Network.Now + _while);

        public void HandleTimeout(Instant now) => _call(now);
    }
}
