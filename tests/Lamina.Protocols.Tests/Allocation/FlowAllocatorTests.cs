using Lamina.Core;
using Lamina.Protocols.Allocation;

namespace Lamina.Protocols.Tests.Allocation;

public sealed class FlowAllocatorTests : AllocatorPair
{
    [Fact]
    public void A_flow_is_asked_for_accepted_used_and_closed()
    {
        RecordingUser server = AcceptAll(B, [9, 9]);
        RecordingSink sink = Ask([1, 2, 3]);
        Link.RunFor(Duration.FromMilliseconds(20));

        Assert.Equal(1, sink.Outcomes);
        Assert.Equal([9, 9], sink.Data);
        Assert.Equal([1, 2, 3], B.Arrivals.Single().Data.ToArray());
        Assert.Equal(QosSpec.Data, B.Arrivals.Single().Qos);
        Assert.Equal(Duration.FromMilliseconds(500), sink.Flow!.MaxPacketLifetime);

        A.Send(sink.Flow, 42);
        Link.RunFor(Duration.FromMilliseconds(20));
        Assert.Equal([[42]], server.Packets);

        sink.Flow.Close(CloseReason.Normal, Link.Now);
        Link.RunFor(Duration.FromMilliseconds(20));
        Assert.Equal([(FlowEvent.Closed, CloseReason.Normal)], server.Events);
        Assert.Empty(sink.User.Events);
        AssertNothingLeft();
    }

    [Fact]
    public void The_first_packet_confirms_and_silence_is_confirmed_by_a_message()
    {
        AcceptAll(B);
        RecordingSink talker = Ask();
        talker.OnAllocated = flow => A.Send(flow, 1);
        Link.RunFor(Duration.FromMilliseconds(20));
        Assert.Equal(0, B.Allocator.PendingCount);
        Assert.Equal(3, Link.SentCount);

        Ask();
        Link.RunFor(Duration.FromMilliseconds(20));
        Assert.Equal(1, B.Allocator.PendingCount);
        Link.RunFor(Duration.FromMilliseconds(100));
        Assert.Equal(0, B.Allocator.PendingCount);
        Assert.Equal(6, Link.SentCount);

        Link.RunFor(Duration.FromSeconds(30));
        Assert.Equal(6, Link.SentCount);
        Assert.Equal(0, A.Context.Timers.Count + B.Context.Timers.Count);
    }

    [Fact]
    public void A_refusal_says_why_and_is_repeated_for_a_repeated_request()
    {
        B.OnArrival = arrival => arrival.Refuse(CloseReason.Denied, Link.Now);
        int replies = 0;
        B.OnMessage = message => ++replies == 1 ? null : message;
        RecordingSink sink = Ask();
        Link.RunFor(Duration.FromSeconds(1));

        Assert.Equal(CloseReason.Denied, sink.Reason);
        Assert.Single(B.Arrivals);
        Assert.Equal(2, replies);
        AssertNothingLeft();
    }

    [Fact]
    public void A_doubled_request_is_one_arrival_even_long_after_the_flow_has_gone()
    {
        byte[]? request = null;
        A.OnMessage = message => request ??= message;
        AcceptAll(B);
        RecordingSink sink = Ask();
        Link.RunFor(Duration.FromMilliseconds(100));
        A.OnMessage = null;
        B.Allocator.HandleMessage(request, default, Link.Now);
        sink.Flow!.Close(CloseReason.Normal, Link.Now);
        Link.RunFor(Duration.FromSeconds(1));
        B.Allocator.HandleMessage(request, default, Link.Now);
        Link.RunFor(Duration.FromSeconds(1));

        Assert.Single(B.Arrivals);
        AssertNothingLeft();
    }

    [Fact]
    public void Nobody_there_is_a_time_out_in_three_seconds()
    {
        Link.IsCut = true;
        RecordingSink sink = Ask();
        Link.RunFor(Duration.FromMilliseconds(2900));
        Assert.Equal(0, sink.Outcomes);
        Link.RunFor(Duration.FromMilliseconds(200));
        Assert.Equal(CloseReason.Timeout, sink.Reason);
        AssertNothingLeft();
    }

    [Fact]
    public void An_arrival_that_nobody_answers_is_refused_and_freed()
    {
        RecordingSink sink = Ask();
        Link.RunFor(Duration.FromSeconds(4));

        Assert.Equal(CloseReason.Timeout, sink.Reason);
        Assert.False(B.Arrivals.Single().IsPending);
        Assert.Null(B.Arrivals.Single().Accept([], new RecordingUser(), Link.Now));
        AssertNothingLeft();
    }

    [Fact]
    public void A_lost_reply_is_repeated_until_it_is_confirmed()
    {
        AcceptAll(B);
        int replies = 0;
        B.OnMessage = message => ++replies < 3 ? null : message;
        RecordingSink sink = Ask();
        Link.RunFor(Duration.FromSeconds(2));

        Assert.NotNull(sink.Flow);
        Assert.Single(B.Arrivals);
        Assert.Equal(0, B.Allocator.PendingCount);
    }

    [Fact]
    public void Packets_that_overtake_the_reply_wait_for_it_in_order()
    {
        B.OnMessage = message => null;
        B.OnArrival = arrival =>
        {
            LowerFlow flow = arrival.Accept([], new RecordingUser(), Link.Now)!;
            B.Send(flow, 1);
            B.Send(flow, 2);
        };
        RecordingSink sink = Ask();
        Link.RunFor(Duration.FromMilliseconds(100));
        Assert.Null(sink.Flow);
        B.OnMessage = null;
        Link.RunFor(Duration.FromMilliseconds(400));

        Assert.NotNull(sink.Flow);
        Assert.Equal([[1], [2]], sink.User.Packets);
    }

    [Fact]
    public void A_peer_that_was_restarted_says_so_at_the_next_packet()
    {
        AcceptAll(B);
        RecordingSink sink = Ask();
        Link.RunFor(Duration.FromMilliseconds(100));
        B.Restart();
        A.Send(sink.Flow!, 1);
        Link.RunFor(Duration.FromMilliseconds(20));

        Assert.Equal([(FlowEvent.Closed, CloseReason.PeerDied)], sink.User.Events);
        AssertNothingLeft();
    }

    [Fact]
    public void Another_version_is_refused_cleanly()
    {
        A.OnMessage = message =>
        {
            message[0] = 2;
            return message;
        };
        RecordingSink sink = Ask();
        Link.RunFor(Duration.FromMilliseconds(20));

        Assert.Equal(CloseReason.VersionMismatch, sink.Reason);
        Assert.Empty(B.Arrivals);
        Assert.Equal(1, B.Allocator.Counters.OtherVersion);
        Assert.Equal(2, Link.SentCount);
        AssertNothingLeft();
    }

    [Fact]
    public void Updates_reach_the_other_end()
    {
        AcceptAll(B);
        RecordingSink sink = Ask();
        Link.RunFor(Duration.FromMilliseconds(100));
        A.Allocator.SendUpdate(((AllocatedFlow<Address>)sink.Flow!).Eid, 777, Link.Now);
        Link.RunFor(Duration.FromMilliseconds(20));

        Assert.Equal(777, B.Updates.Single().Congestion);
        Assert.Equal(new Address(11), B.Updates.Single().Flow.RemotePeer);
    }

    [Fact]
    public void What_a_storm_of_flows_has_left_is_forgotten_though_nobody_comes_any_more()
    {
        AcceptAll(B);
        for (int i = 0; i < 2000; i++)
        {
            RecordingSink sink = Ask();
            Link.RunFor(Duration.FromMilliseconds(10));
            sink.Flow!.Close(CloseReason.Normal, Link.Now);
            Link.RunFor(Duration.FromMilliseconds(10));
        }

        Assert.True(A.Allocator.RememberedCount > 1024 && B.Allocator.RememberedCount > 1024);
        Link.RunFor(Duration.FromSeconds(120));
        Assert.Equal(0, A.Allocator.RememberedCount + B.Allocator.RememberedCount);
        AssertNothingLeft();
    }
}
