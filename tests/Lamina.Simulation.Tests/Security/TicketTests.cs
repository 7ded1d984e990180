using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Enrolment.Claiming;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;
using Lamina.Security.Identities;
using Lamina.Security.Primitives;
using Lamina.Security.Tickets;

namespace Lamina.Simulation.Tests.Security;

/// <summary>Who comes to a layer with a ticket, and with what is none.</summary>
public sealed class TicketTests : IDisposable
{
    private readonly SecureLab _lab = new(1, 3);
    private readonly SeededRandom _random = new(77);
    private readonly List<NodeIdentity> _nodes = [];
    private int _made;
    private readonly TestInvitations _invitations;

    public TicketTests()
    {
        UnicastIpcProcess first = _lab.Lab.New(0, "net.0");
        var parameters = new UnicastParameters(Name.Parse("net")) { Security = new LayerSecurity(_lab.Member(), [P256.Instance]) };
        Assert.Equal(Outcome.Ok, _lab.Lab.Run(0, sink => first.Bootstrap(parameters, sink, _lab.Now)));
        _lab.Lab.Publish(0, "net", first, "ip");
        _lab.Lab.Publish(0, "net.0", first, "ip");
        _invitations = new TestInvitations(_lab, _lab.Host(0));
        _lab.Host(0).Irm.Invitations = _invitations;
    }

    [Fact]
    public void Who_has_a_ticket_becomes_a_member_and_nothing_of_it_is_on_the_wire()
    {
        Ticket ticket = _invitations.Invite(7);
        Array.ForEach(_lab.Spies, spy => spy.Seen.Clear());
        NodeIdentity node = NewNode();
        (UnicastIpcProcess process, ClaimProbe probe) = Come(1, ticket, node);
        Assert.Equal(Outcome.Ok, probe.Outcome);
        Assert.Equal(Name.Parse("net.0"), probe.Welcome!.Member);
        Assert.Equal(node.Id, probe.Welcome.Membership.Node);
        Assert.Equal(0, _invitations.Find(ticket.Layer, 7)!.Left);

        Lamina.Security.Credentials.Membership membership = probe.Welcome.Membership;
        var security = new LayerSecurity(new LayerCredentials(node, membership.Chain!, membership.Trust), [P256.Instance]);
        Assert.Equal(Outcome.Ok, _lab.Enrol(1, process, "net.0", security));
        _lab.Connect(1, process, "net.0");
        _lab.Lab.Serve(0, "oping", "net");
        Assert.Equal(CloseReason.None, _lab.Lab.Ping(1, "oping"));

        foreach (ReadOnlyMemory<byte> secret in (ReadOnlyMemory<byte>[])[ticket.Secret, ticket.Key, node.Signing.Public.ToArray(), membership.Chain!.Member.Bytes[^32..], _lab.Roots.Bytes[^32..]])
        {
            Assert.All(_lab.Spies, spy => Assert.Equal(0, spy.Count(secret.Span)));
        }
    }

    [Fact]
    public void Wrong_secret_and_unknown_number_hear_the_same_and_nothing_else()
    {
        Ticket ticket = _invitations.Invite(7);
        Array.ForEach(_lab.Spies, spy => spy.Seen.Clear());
        Outcome wrongSecret = Come(1, ticket with { Secret = new byte[TicketSecret.Length] }).Probe.Outcome!.Value;
        Outcome unknown = Come(1, ticket with { Number = 8 }).Probe.Outcome!.Value;
        Assert.Equal(OutcomeCode.Denied, unknown.Code);
        Assert.Equal(unknown, wrongSecret);
        Assert.Contains("no such invitation is known here", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(1, _invitations.Find(ticket.Layer, 7)!.Left);
        Assert.True(_lab.Spies[0].Seen.Count > 0);
    }

    [Fact]
    public void Reused_single_use_ticket_lets_the_same_node_in_and_no_other()
    {
        Ticket ticket = _invitations.Invite(7);
        NodeIdentity node = NewNode();
        Assert.Equal(Outcome.Ok, Come(1, ticket, node).Probe.Outcome);
        Assert.Equal(Outcome.Ok, Come(1, ticket, node).Probe.Outcome);
        Outcome other = Come(1, ticket).Probe.Outcome!.Value;
        Assert.Equal(OutcomeCode.Denied, other.Code);
        Assert.Contains("for one node, and another one has used it", other.Message, StringComparison.Ordinal);
        Assert.Equal(2, _invitations.Issued);
    }

    [Fact]
    public void Two_joiners_that_race_for_one_use_end_with_one_credential()
    {
        Ticket ticket = _invitations.Invite(7);
        (UnicastIpcProcess One, ClaimProbe Probe) one = Start(1, ticket, NewNode());
        (UnicastIpcProcess Other, ClaimProbe Probe) other = Start(1, ticket, NewNode());
        _lab.Lab.Network.RunUntil(() => one.Probe.Outcome is not null && other.Probe.Outcome is not null, Lab.Patience);
        Assert.Equal(1, new[] { one.Probe, other.Probe }.Count(probe => probe.Welcome is not null));
        Assert.Equal(1, _invitations.Issued);
    }

    [Fact]
    public void Expired_ticket_is_refused_with_its_date()
    {
        Ticket ticket = _invitations.Invite(7, life: TimeSpan.FromSeconds(-1));
        Outcome outcome = Come(1, ticket).Probe.Outcome!.Value;
        Assert.Equal(OutcomeCode.Denied, outcome.Code);
        Assert.Contains("was valid until 2025-12-31 23:59", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ticket_of_another_layer_is_refused_by_the_joiner_who_says_nothing_of_itself()
    {
        // The same number and secret, as if the other layer's inviter had copied the ticket: only the roots differ.
        Ticket ticket = _invitations.Invite(7) with { Roots = RootsFingerprint.Of(RootSet.Begin(Name.Parse("net"), _lab.NewRoot())) };
        Outcome outcome = Come(1, ticket).Probe.Outcome!.Value;
        Assert.Equal(OutcomeCode.Denied, outcome.Code);
        Assert.Contains("another authority", outcome.Message, StringComparison.Ordinal);
        Assert.Equal(1, _invitations.Find(ticket.Layer, 7)!.Left);
    }

    [Theory]
    [InlineData(-366)]
    [InlineData(366)]
    public void A_joiner_whose_clock_is_wrong_by_a_year_reads_of_clocks(int days)
    {
        Ticket ticket = _invitations.Invite(7);
        _lab.Host(1).WallClock.Offset = TimeSpan.FromDays(days);
        Outcome outcome = Come(1, ticket).Probe.Outcome!.Value;
        Assert.Equal(OutcomeCode.Denied, outcome.Code);
        Assert.Contains("clock", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_silent_inviter_is_said_to_be_out_of_reach()
    {
        Ticket ticket = _invitations.Invite(7);
        _lab.Host(0).Stop();
        Outcome outcome = Come(1, ticket).Probe.Outcome!.Value;
        Assert.Equal(OutcomeCode.Timeout, outcome.Code);
        Assert.Contains("nobody at 10.0.0.1:3435 answers", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_that_has_invited_nobody_knows_of_no_invitation()
    {
        Ticket ticket = _invitations.Invite(7);
        _lab.Host(0).Irm.Invitations = null;
        Assert.Contains("no such invitation", Come(1, ticket).Probe.Outcome!.Value.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_that_is_given_up_ends_at_once_and_leaves_nothing()
    {
        Ticket ticket = _invitations.Invite(7);
        (UnicastIpcProcess process, ClaimProbe probe) = Start(1, ticket, NewNode());
        _lab.Host(1).Do(now => process.GiveUp(probe, now));
        Assert.Equal(OutcomeCode.Failed, probe.Outcome!.Value.Code);
        _lab.Lab.Network.RunFor(Duration.FromSeconds(60));
        _lab.Lab.AssertCleanEnd();
    }

    [Fact]
    public void Who_has_shown_a_ticket_keeps_its_place_beside_strangers_that_say_nothing()
    {
        Ticket ticket = _invitations.Invite(7);
        _invitations.DiskTime = Duration.FromSeconds(8);
        (_, ClaimProbe probe) = Start(1, ticket, NewNode());
        Assert.True(_lab.Lab.Network.RunUntil(() => _invitations.Find(ticket.Layer, 7)!.Left == 0, Lab.Patience));
        var strangers = new SilentCaller(_lab.Host(1), _lab.Lab.New(1, "strange"));
        for (int i = 0; i < 80; i++)
        {
            strangers.Open("net");
            _lab.Lab.Network.RunFor(Duration.FromMilliseconds(50));
        }

        // More than there are places.
        Assert.InRange(strangers.Opened, 65, 80);
        Assert.Null(probe.Outcome);
        _lab.Lab.Network.RunUntil(() => probe.Outcome is not null, Lab.Patience);
        Assert.Equal(Outcome.Ok, probe.Outcome);
    }

    public void Dispose()
    {
        _nodes.ForEach(node => node.Dispose());
        _lab.Dispose();
    }

    private (UnicastIpcProcess Process, ClaimProbe Probe) Come(int host, Ticket ticket, NodeIdentity? node = null)
    {
        (UnicastIpcProcess Process, ClaimProbe Probe) joiner = Start(host, ticket, node ?? NewNode());
        _lab.Lab.Network.RunUntil(() => joiner.Probe.Outcome is not null, Lab.Patience);
        Assert.NotNull(joiner.Probe.Outcome);
        return joiner;
    }

    private (UnicastIpcProcess Process, ClaimProbe Probe) Start(int host, Ticket ticket, NodeIdentity node)
    {
        UnicastIpcProcess process = _lab.Lab.New(host, $"net.{host}.{++_made}");
        var probe = new ClaimProbe();
        _lab.Host(host).Do(now => process.Claim(new ClaimParameters(Name.Parse("net"), ticket, node), probe, now));
        return (process, probe);
    }

    private NodeIdentity NewNode()
    {
        NodeIdentity node = NodeIdentity.New(_random, null);
        _nodes.Add(node);
        return node;
    }
}
