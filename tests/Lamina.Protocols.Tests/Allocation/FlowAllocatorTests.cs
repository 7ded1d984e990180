using Lamina.Core;
using Lamina.Protocols.Allocation;

namespace Lamina.Protocols.Tests.Allocation;

public sealed class FlowAllocatorTests
{
    private static readonly NameHash Hash = NameHash.Of(Name.Parse("oping"), HashAlgorithmId.Sha3_256);

    private readonly VirtualLink _link = new(1);
    private readonly LinkSide _a;
    private readonly LinkSide _b;

    public FlowAllocatorTests()
    {
        _a = new LinkSide(_link, 11, 101);
        _b = new LinkSide(_link, 12, 102) { Other = _a };
        _a.Other = _b;
    }

    [Fact]
    public void A_flow_is_asked_for_accepted_used_and_closed()
    {
        RecordingUser server = AcceptAll(_b, [9, 9]);
        RecordingSink sink = Ask([1, 2, 3]);
        _link.RunFor(Duration.FromMilliseconds(20));

        Assert.Equal(1, sink.Outcomes);
        Assert.Equal([9, 9], sink.Data);
        Assert.Equal([1, 2, 3], _b.Arrivals.Single().Data.ToArray());
        Assert.Equal(QosSpec.Data, _b.Arrivals.Single().Qos);
        Assert.Equal(Duration.FromMilliseconds(500), sink.Flow!.MaxPacketLifetime);

        _a.Send(sink.Flow, 42);
        _link.RunFor(Duration.FromMilliseconds(20));
        Assert.Equal([[42]], server.Packets);

        sink.Flow.Close(CloseReason.Normal, _link.Now);
        _link.RunFor(Duration.FromMilliseconds(20));
        Assert.Equal([(FlowEvent.Closed, CloseReason.Normal)], server.Events);
        Assert.Empty(sink.User.Events);
        AssertNothingLeft();
    }

    [Fact]
    public void The_first_packet_confirms_and_silence_is_confirmed_by_a_message()
    {
        AcceptAll(_b);
        RecordingSink talker = Ask();
        talker.OnAllocated = flow => _a.Send(flow, 1);
        _link.RunFor(Duration.FromMilliseconds(20));
        Assert.Equal(0, _b.Allocator.PendingCount);
        Assert.Equal(3, _link.SentCount);

        Ask();
        _link.RunFor(Duration.FromMilliseconds(20));
        Assert.Equal(1, _b.Allocator.PendingCount);
        _link.RunFor(Duration.FromMilliseconds(100));
        Assert.Equal(0, _b.Allocator.PendingCount);
        Assert.Equal(6, _link.SentCount);

        _link.RunFor(Duration.FromSeconds(30));
        Assert.Equal(6, _link.SentCount);
        Assert.Equal(0, _a.Context.Timers.Count + _b.Context.Timers.Count);
    }

    [Fact]
    public void A_refusal_says_why_and_is_repeated_for_a_repeated_request()
    {
        _b.OnArrival = arrival => arrival.Refuse(CloseReason.Denied, _link.Now);
        int replies = 0;
        _b.OnMessage = message => ++replies == 1 ? null : message;
        RecordingSink sink = Ask();
        _link.RunFor(Duration.FromSeconds(1));

        Assert.Equal(CloseReason.Denied, sink.Reason);
        Assert.Single(_b.Arrivals);
        Assert.Equal(2, replies);
        AssertNothingLeft();
    }

    [Fact]
    public void A_doubled_request_is_one_arrival_even_long_after_the_flow_has_gone()
    {
        byte[]? request = null;
        _a.OnMessage = message => request ??= message;
        AcceptAll(_b);
        RecordingSink sink = Ask();
        _link.RunFor(Duration.FromMilliseconds(100));
        _a.OnMessage = null;
        _b.Allocator.HandleMessage(request, default, _link.Now);
        sink.Flow!.Close(CloseReason.Normal, _link.Now);
        _link.RunFor(Duration.FromSeconds(1));
        _b.Allocator.HandleMessage(request, default, _link.Now);
        _link.RunFor(Duration.FromSeconds(1));

        Assert.Single(_b.Arrivals);
        AssertNothingLeft();
    }

    [Fact]
    public void Nobody_there_is_a_time_out_in_three_seconds()
    {
        _link.IsCut = true;
        RecordingSink sink = Ask();
        _link.RunFor(Duration.FromMilliseconds(2900));
        Assert.Equal(0, sink.Outcomes);
        _link.RunFor(Duration.FromMilliseconds(200));
        Assert.Equal(CloseReason.Timeout, sink.Reason);
        AssertNothingLeft();
    }

    [Fact]
    public void An_arrival_that_nobody_answers_is_refused_and_freed()
    {
        RecordingSink sink = Ask();
        _link.RunFor(Duration.FromSeconds(4));

        Assert.Equal(CloseReason.Timeout, sink.Reason);
        Assert.False(_b.Arrivals.Single().IsPending);
        Assert.Null(_b.Arrivals.Single().Accept([], new RecordingUser(), _link.Now));
        AssertNothingLeft();
    }

    [Fact]
    public void A_lost_reply_is_repeated_until_it_is_confirmed()
    {
        AcceptAll(_b);
        int replies = 0;
        _b.OnMessage = message => ++replies < 3 ? null : message;
        RecordingSink sink = Ask();
        _link.RunFor(Duration.FromSeconds(2));

        Assert.NotNull(sink.Flow);
        Assert.Single(_b.Arrivals);
        Assert.Equal(0, _b.Allocator.PendingCount);
    }

    [Fact]
    public void Packets_that_overtake_the_reply_wait_for_it_in_order()
    {
        _b.OnMessage = message => null;
        _b.OnArrival = arrival =>
        {
            LowerFlow flow = arrival.Accept([], new RecordingUser(), _link.Now)!;
            _b.Send(flow, 1);
            _b.Send(flow, 2);
        };
        RecordingSink sink = Ask();
        _link.RunFor(Duration.FromMilliseconds(100));
        Assert.Null(sink.Flow);
        _b.OnMessage = null;
        _link.RunFor(Duration.FromMilliseconds(400));

        Assert.NotNull(sink.Flow);
        Assert.Equal([[1], [2]], sink.User.Packets);
    }

    [Fact]
    public void Packets_that_overtake_the_reply_are_bounded_and_freed_with_the_request()
    {
        _b.OnMessage = message => null;
        _b.OnArrival = arrival =>
        {
            LowerFlow flow = arrival.Accept([], new RecordingUser(), _link.Now)!;
            for (int i = 0; i < 3000; i++)
            {
                _b.Send(flow, new byte[48]);
            }
        };
        RecordingSink sink = Ask();
        _link.RunFor(Duration.FromMilliseconds(100));
        Assert.Equal(64, _a.Context.Pool.RentedCount);
        Assert.Equal(3000 - 64, _a.Allocator.Counters.EarlyDropped);
        _link.RunFor(Duration.FromSeconds(20));

        Assert.Equal(CloseReason.Timeout, sink.Reason);
        Assert.Equal(0, _a.Context.Pool.RentedCount);
        _b.OnMessage = null;
    }

    [Fact]
    public void A_peer_that_was_restarted_says_so_at_the_next_packet()
    {
        AcceptAll(_b);
        RecordingSink sink = Ask();
        _link.RunFor(Duration.FromMilliseconds(100));
        _b.Restart();
        _a.Send(sink.Flow!, 1);
        _link.RunFor(Duration.FromMilliseconds(20));

        Assert.Equal([(FlowEvent.Closed, CloseReason.PeerDied)], sink.User.Events);
        AssertNothingLeft();
    }

    [Fact]
    public void Packets_for_nobody_are_answered_but_not_one_by_one()
    {
        int sent = 0;
        _b.OnMessage = message =>
        {
            sent++;
            return null;
        };
        Assert.True(_b.Context.Pool.TryRent(64, out PacketBuffer buffer));
        for (int i = 0; i < 10_000; i++)
        {
            _b.Allocator.HandleData(1000 + (ulong)i, Train.Single(buffer, 0, 10), new Address(11), _link.Now);
        }

        buffer.Release();
        Assert.Equal(32, sent);
        Assert.Equal(10_000, _b.Allocator.Counters.UnknownEnd);
    }

    [Fact]
    public void Another_version_is_refused_cleanly()
    {
        _a.OnMessage = message =>
        {
            message[0] = 2;
            return message;
        };
        RecordingSink sink = Ask();
        _link.RunFor(Duration.FromMilliseconds(20));

        Assert.Equal(CloseReason.VersionMismatch, sink.Reason);
        Assert.Empty(_b.Arrivals);
        Assert.Equal(1, _b.Allocator.Counters.OtherVersion);
        Assert.Equal(2, _link.SentCount);
        AssertNothingLeft();
    }

    [Fact]
    public void Too_many_pending_arrivals_are_refused()
    {
        var few = new LinkSide(_link, 13, 103, new AllocatorSettings { MaxPending = 3 }) { Other = _a };
        _a.Other = few;
        RecordingSink[] sinks = [.. Enumerable.Range(0, 5).Select(_ => Ask())];
        _link.RunFor(Duration.FromMilliseconds(20));

        Assert.Equal(3, few.Arrivals.Count);
        Assert.Equal(2, sinks.Count(sink => sink.Reason == CloseReason.NoResources));
        Assert.Equal(2, few.Allocator.Counters.Overload);
    }

    [Fact]
    public void Whoever_found_no_credit_hears_when_there_is_some()
    {
        AcceptAll(_b);
        RecordingSink sink = Ask();
        _link.RunFor(Duration.FromMilliseconds(100));
        _a.Credit = 0;
        Assert.Equal(0, sink.Flow!.Credit);
        Assert.Equal(0, sink.Flow.Credit);
        _a.Credit = 100;
        _a.Allocator.HandleWritable(_link.Now);
        _a.Allocator.HandleWritable(_link.Now);

        Assert.Equal([(FlowEvent.Writable, CloseReason.None)], sink.User.Events);
    }

    [Fact]
    public void Updates_reach_the_other_end()
    {
        AcceptAll(_b);
        RecordingSink sink = Ask();
        _link.RunFor(Duration.FromMilliseconds(100));
        _a.Allocator.SendUpdate(((AllocatedFlow<Address>)sink.Flow!).Eid, 777, _link.Now);
        _link.RunFor(Duration.FromMilliseconds(20));

        Assert.Equal(777, _b.Updates.Single().Congestion);
        Assert.Equal(new Address(11), _b.Updates.Single().Flow.RemotePeer);
    }

    [Fact]
    public void Shutdown_tells_everybody_and_leaves_nothing()
    {
        RecordingUser server = AcceptAll(_b);
        RecordingSink open = Ask();
        _link.RunFor(Duration.FromMilliseconds(100));
        _b.OnArrival = null;
        RecordingSink waiting = Ask();
        _link.RunFor(Duration.FromMilliseconds(20));
        _a.Allocator.Shutdown(CloseReason.ShuttingDown, _link.Now);
        _link.RunFor(Duration.FromMilliseconds(20));

        Assert.Equal([(FlowEvent.Closed, CloseReason.ShuttingDown)], open.User.Events);
        Assert.Equal(CloseReason.ShuttingDown, waiting.Reason);
        Assert.Equal([(FlowEvent.Closed, CloseReason.ShuttingDown)], server.Events);
        Assert.False(_b.Arrivals[^1].IsPending);
        RecordingSink late = Ask();
        _link.RunFor(Duration.FromMilliseconds(20));
        Assert.Equal(CloseReason.ShuttingDown, late.Reason);
        AssertNothingLeft();
    }

    private RecordingUser AcceptAll(LinkSide side, params byte[] data)
    {
        var user = new RecordingUser();
        side.OnArrival = arrival => Assert.NotNull(arrival.Accept(data, user, _link.Now));
        return user;
    }

    private RecordingSink Ask(params byte[] data)
    {
        var sink = new RecordingSink();
        _a.Allocator.Allocate(new Address(12), new AllocationRequest(Hash, QosSpec.Data, data), sink, _link.Now);
        return sink;
    }

    private void AssertNothingLeft()
    {
        foreach (LinkSide side in (LinkSide[])[_a, _b])
        {
            Assert.Equal(0, side.Allocator.FlowCount);
            Assert.Equal(0, side.Allocator.ClosingCount);
            Assert.Equal(0, side.Context.Timers.Count);
            Assert.Equal(0, side.Context.Pool.RentedCount);
        }
    }
}
