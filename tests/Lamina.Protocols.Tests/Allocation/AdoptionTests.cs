using Lamina.Core;

namespace Lamina.Protocols.Tests.Allocation;

/// <summary>Flows that a restarted stack takes up again.</summary>
public sealed class AdoptionTests : AllocatorPair
{
    [Fact]
    public void It_carries_packets_both_ways_and_the_peer_hears_nothing_of_it()
    {
        (RecordingUser accepted, FlowTicket ticket, LowerFlow other) = OpenAndRestart();
        (LowerFlow flow, RecordingUser user) = Adopt(A, ticket);
        A.Send(flow, 1, 2, 3);
        B.Send(other, 4, 5);
        Link.RunFor(Duration.FromSeconds(60));
        Assert.Equal([[1, 2, 3]], accepted.Packets);
        Assert.Equal([[4, 5]], user.Packets);
        Assert.Empty(accepted.Events);
        Assert.Empty(user.Events);
        Assert.Equal(0, A.Context.Timers.Count);

        flow.Close(CloseReason.Normal, Link.Now);
        Link.RunFor(Duration.FromSeconds(20));
        Assert.Equal([(FlowEvent.Closed, CloseReason.Normal)], accepted.Events);
        AssertNothingLeft();
    }

    [Fact]
    public void A_peer_that_has_ended_it_meanwhile_says_why()
    {
        (_, FlowTicket ticket, LowerFlow other) = OpenAndRestart();
        other.Close(CloseReason.Refused, Link.Now);
        Link.RunFor(Duration.FromSeconds(2));
        (_, RecordingUser user) = Adopt(A, ticket);
        Link.RunFor(Duration.FromSeconds(1));
        Assert.Equal([(FlowEvent.Closed, CloseReason.Refused)], user.Events);
        AssertNothingLeft();
    }

    [Fact]
    public void A_claim_that_is_lost_is_repeated_and_a_silent_peer_is_not_asked_for_ever()
    {
        (_, FlowTicket ticket, LowerFlow other) = OpenAndRestart();
        other.Close(CloseReason.Normal, Link.Now);
        Link.RunFor(Duration.FromSeconds(2));
        Link.IsCut = true;
        (_, RecordingUser user) = Adopt(A, ticket);
        Link.RunFor(Duration.FromSeconds(3));
        Assert.Empty(user.Events);
        Link.IsCut = false;
        Link.RunFor(Duration.FromSeconds(5));
        Assert.Equal([(FlowEvent.Closed, CloseReason.Normal)], user.Events);

        (_, ticket, _) = OpenAndRestart();
        Link.IsCut = true;
        int before = Link.SentCount;
        Adopt(A, ticket);
        Link.RunFor(Duration.FromSeconds(1000));
        Assert.InRange(Link.SentCount - before, 2, 8);
    }

    [Fact]
    public void Both_may_be_restarted_and_the_later_one_is_not_denied_by_the_earlier()
    {
        (_, FlowTicket ticket, LowerFlow other) = OpenAndRestart();
        FlowTicket others = other.Ticket!;
        B.Restart();
        B.Allocator.AwaitAdoptions(Link.Now);
        (LowerFlow first, RecordingUser firstUser) = Adopt(A, ticket);
        Link.RunFor(Duration.FromSeconds(2));
        (_, RecordingUser secondUser) = Adopt(B, others);
        Link.RunFor(Duration.FromSeconds(30));
        Assert.Empty(firstUser.Events);
        Assert.Empty(secondUser.Events);
        A.Send(first, 9);
        Link.RunFor(Duration.FromSeconds(1));
        Assert.Equal([[9]], secondUser.Packets);
    }

    [Fact]
    public void Who_dies_before_it_confirms_is_not_made_to_deny_the_flow_by_the_repeated_reply()
    {
        var accepted = new RecordingUser();
        B.OnArrival = arrival => arrival.Accept([], accepted, Link.Now);
        FlowTicket? ticket = null;
        RecordingSink sink = Ask();
        sink.OnAllocated = flow =>
        {
            ticket = flow.Ticket;
            Link.IsCut = true;
        };
        Link.RunFor(Duration.FromMilliseconds(500));
        Assert.NotNull(ticket);
        A.Restart();
        A.Allocator.AwaitAdoptions(Link.Now);
        Link.IsCut = false;
        Link.RunFor(Duration.FromSeconds(1));
        (_, RecordingUser user) = Adopt(A, ticket!);
        Link.RunFor(Duration.FromSeconds(10));
        Assert.Empty(accepted.Events);
        Assert.Empty(user.Events);
    }

    [Fact]
    public void A_peer_that_was_restarted_and_adopts_nothing_denies_it_in_the_end()
    {
        (_, FlowTicket ticket, _) = OpenAndRestart();
        B.Restart();
        B.Allocator.AwaitAdoptions(Link.Now);
        (_, RecordingUser user) = Adopt(A, ticket);
        Link.RunFor(Duration.FromSeconds(20));
        Assert.Equal([(FlowEvent.Closed, CloseReason.PeerDied)], user.Events);
    }

    [Fact]
    public void What_is_there_or_was_or_would_shrink_is_refused()
    {
        (_, FlowTicket ticket, _) = OpenAndRestart();
        Assert.Equal(CloseReason.NoResources, A.Allocator.Adopt(ticket with { MaxPacketSize = 1001 }, new Address(12), Link.Now).Reason);
        Assert.Equal(CloseReason.StackLost, A.Allocator.Adopt(ticket with { Eid = 1 }, new Address(12), Link.Now).Reason);
        (LowerFlow flow, _) = Adopt(A, ticket);
        Assert.Equal(CloseReason.StackLost, A.Allocator.Adopt(ticket, new Address(12), Link.Now).Reason);
        flow.Close(CloseReason.Normal, Link.Now);
        Link.RunFor(Duration.FromSeconds(1));
        Assert.Equal(CloseReason.StackLost, A.Allocator.Adopt(ticket, new Address(12), Link.Now).Reason);
    }

    private (LowerFlow Flow, RecordingUser User) Adopt(LinkSide side, FlowTicket ticket)
    {
        Adoption adoption = side.Allocator.Adopt(ticket, new Address(ticket.RemoteAddress), Link.Now);
        Assert.True(adoption.IsUp);
        var user = new RecordingUser();
        adoption.Flow!.User = user;
        return (adoption.Flow, user);
    }

    // A asked for the flow, and is restarted.
    private (RecordingUser Accepted, FlowTicket Ticket, LowerFlow Other) OpenAndRestart()
    {
        Link.IsCut = false;
        var accepted = new RecordingUser();
        LowerFlow? other = null;
        B.OnArrival = arrival => other = arrival.Accept([], accepted, Link.Now);
        RecordingSink sink = Ask();
        Link.RunFor(Duration.FromMilliseconds(500));
        FlowTicket ticket = sink.Flow!.Ticket!;
        A.Restart();
        return (accepted, ticket, other!);
    }
}
