using Lamina.Core;
using Lamina.Protocols.Allocation;

namespace Lamina.Protocols.Tests.Allocation;

public sealed class FlowAllocatorBoundsTests : AllocatorPair
{
    [Fact]
    public void Packets_that_overtake_the_reply_are_bounded_and_freed_with_the_request()
    {
        B.OnMessage = message => null;
        B.OnArrival = arrival =>
        {
            LowerFlow flow = arrival.Accept([], new RecordingUser(), Link.Now)!;
            for (int i = 0; i < 3000; i++)
            {
                B.Send(flow, 1);
            }
        };
        RecordingSink sink = Ask();
        Link.RunFor(Duration.FromMilliseconds(100));
        Assert.Equal(64, A.Context.Pool.RentedCount);

        // The acceptor sends no more than three times what came from there, which is more than may wait here.
        Assert.InRange(B.Allocator.Counters.Unanswered, 2500, 2900);
        Assert.Equal(3000 - 64 - B.Allocator.Counters.Unanswered, A.Allocator.Counters.EarlyDropped);
        Link.RunFor(Duration.FromSeconds(20));

        Assert.Equal(CloseReason.Timeout, sink.Reason);
        Assert.Equal(0, A.Context.Pool.RentedCount);
        B.OnMessage = null;
    }

    [Fact]
    public void Packets_for_nobody_are_answered_but_not_one_by_one()
    {
        int sent = 0;
        B.OnMessage = message =>
        {
            sent++;
            return null;
        };
        Assert.True(B.Context.Pool.TryRent(64, out PacketBuffer buffer));
        for (int i = 0; i < 10_000; i++)
        {
            B.Allocator.HandleData(1000 + (ulong)i, Train.Single(buffer, 0, 10), new Address(11), Link.Now);
        }

        buffer.Release();
        Assert.Equal(32, sent);
        Assert.Equal(10_000, B.Allocator.Counters.UnknownEnd);
    }

    [Fact]
    public void Too_many_pending_arrivals_are_refused()
    {
        var few = new LinkSide(Link, 13, 103, new AllocatorSettings { MaxPending = 3 }) { Other = A };
        A.Other = few;
        RecordingSink[] sinks = [.. Enumerable.Range(0, 5).Select(_ => Ask())];
        Link.RunFor(Duration.FromMilliseconds(20));

        Assert.Equal(3, few.Arrivals.Count);
        Assert.Equal(2, sinks.Count(sink => sink.Reason == CloseReason.NoResources));
        Assert.Equal(2, few.Allocator.Counters.Overload);
    }

    [Fact]
    public void Whoever_found_no_credit_hears_when_there_is_some()
    {
        AcceptAll(B);
        RecordingSink sink = Ask();
        Link.RunFor(Duration.FromMilliseconds(100));
        A.Credit = 0;
        Assert.Equal(0, sink.Flow!.Credit);
        Assert.Equal(0, sink.Flow.Credit);
        A.Credit = 100;
        A.Allocator.HandleWritable(Link.Now);
        A.Allocator.HandleWritable(Link.Now);

        Assert.Equal([(FlowEvent.Writable, CloseReason.None)], sink.User.Events);
    }

    // A way that changes while somebody is told of credit is told of as well, from inside.
    [Fact]
    public void Whoever_is_told_of_credit_may_make_some_and_each_is_told_in_turn()
    {
        AcceptAll(B);
        RecordingSink[] sinks = [Ask(), Ask(), Ask()];
        Link.RunFor(Duration.FromMilliseconds(100));
        A.Credit = 0;
        Assert.All(sinks, sink => Assert.Equal(0, sink.Flow!.Credit));
        A.Credit = 100;
        bool isFirst = true;
        sinks[0].User.OnEvent = _ =>
        {
            if (isFirst)
            {
                isFirst = false;
                A.Credit = 0;
                Assert.Equal(0, sinks[0].Flow!.Credit);
                A.Credit = 100;
                A.Allocator.HandleWritable(Link.Now);
            }
        };
        sinks[1].User.OnEvent = _ =>
        {
            A.Credit = 0;
            Assert.Equal(0, sinks[1].Flow!.Credit);
            A.Credit = 100;
        };
        A.Allocator.HandleWritable(Link.Now);
        A.Allocator.HandleWritable(Link.Now);

        Assert.Equal((2, 1), (sinks[0].User.Events.Count, sinks[2].User.Events.Count));
        Assert.True(sinks[1].User.Events.Count >= 2);
    }

    [Fact]
    public void Shutdown_tells_everybody_and_leaves_nothing()
    {
        RecordingUser server = AcceptAll(B);
        RecordingSink open = Ask();
        Link.RunFor(Duration.FromMilliseconds(100));
        B.OnArrival = null;
        RecordingSink waiting = Ask();
        Link.RunFor(Duration.FromMilliseconds(20));
        A.Allocator.Shutdown(CloseReason.ShuttingDown, Link.Now);
        Link.RunFor(Duration.FromMilliseconds(20));

        Assert.Equal([(FlowEvent.Closed, CloseReason.ShuttingDown)], open.User.Events);
        Assert.Equal(CloseReason.ShuttingDown, waiting.Reason);
        Assert.Equal([(FlowEvent.Closed, CloseReason.ShuttingDown)], server.Events);
        Assert.False(B.Arrivals[^1].IsPending);
        RecordingSink late = Ask();
        Link.RunFor(Duration.FromMilliseconds(20));
        Assert.Equal(CloseReason.ShuttingDown, late.Reason);
        AssertNothingLeft();
    }
}
