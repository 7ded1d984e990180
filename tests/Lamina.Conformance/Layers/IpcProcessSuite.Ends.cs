using Lamina.Core;

namespace Lamina.Conformance.Layers;

public abstract partial class IpcProcessSuite
{
    [Fact]
    public void A_close_by_the_requester_is_heard_by_the_acceptor_alone()
    {
        Holdings before = Near.Holdings;
        OpenedFlow flow = OpenFlow();
        Near.Do(now => flow.Near.Close(CloseReason.Normal, now));
        Layer.Expect(() => flow.FarUser.Events.Length > 0);
        AssertAllClosed(before);
        Assert.Equal([(FlowEvent.Closed, CloseReason.Normal)], flow.FarUser.Events);
        Assert.Empty(flow.NearUser.Events);
    }

    [Fact]
    public void A_close_by_the_acceptor_is_heard_by_the_requester_alone()
    {
        Holdings before = Near.Holdings;
        OpenedFlow flow = OpenFlow();
        Far.Do(now => flow.Far.Close(CloseReason.PeerDied, now));
        Layer.Expect(() => flow.NearUser.Events.Length > 0);
        AssertAllClosed(before);
        Assert.Equal([(FlowEvent.Closed, CloseReason.PeerDied)], flow.NearUser.Events);
        Assert.Empty(flow.FarUser.Events);
    }

    [Fact]
    public void A_close_by_both_leaves_nothing()
    {
        Holdings before = Near.Holdings;
        OpenedFlow flow = OpenFlow();
        Far.Do(now => flow.Far.Close(CloseReason.Normal, now));
        Near.Do(now => flow.Near.Close(CloseReason.Normal, now));
        AssertAllClosed(before);
        Assert.Empty(flow.FarUser.Events);
        Assert.InRange(flow.NearUser.Events.Length, 0, 1);
    }

    [Fact]
    public void A_close_with_packets_on_their_way_loses_its_tail_at_most()
    {
        Holdings before = Near.Holdings;
        OpenedFlow flow = OpenFlow();
        byte[][] packets = [.. Enumerable.Range(0, 50).Select(i => TrainMaker.Packet(i, 500))];
        Near.Do(now =>
        {
            foreach (byte[][] train in packets.Chunk(10))
            {
                flow.Near.Transmit(TrainMaker.Make(Near.Flows.Context.Pool, flow.Near.HeadRoom, train), now);
            }

            flow.Near.Close(CloseReason.Normal, now);
        });
        Layer.Expect(() => flow.FarUser.Closed == CloseReason.Normal);
        Assert.Equal(packets.Take(flow.FarUser.Packets.Length), flow.FarUser.Packets);
        AssertAllClosed(before);
    }

    [Fact]
    public void A_closed_flow_swallows_trains()
    {
        OpenedFlow flow = OpenFlow();
        Near.Do(now => flow.Near.Close(CloseReason.Normal, now));
        Near.Send(flow.Near, [1]);
        Far.Send(flow.Far, [2]);
        Layer.Expect(() => flow.FarUser.Closed == CloseReason.Normal && Near.FlowCount == 0 && Far.FlowCount == 0);
        Assert.Empty(flow.FarUser.Packets);
        Assert.Empty(flow.NearUser.Packets);
    }

    [Fact]
    public void An_allocation_can_be_withdrawn_at_any_time()
    {
        Holdings before = Near.Holdings;
        RecordingAcceptor acceptor = Serve();
        var heard = new List<(RecordingSink Sink, int Outcomes)>();
        for (int moment = 0; moment < 12; moment++)
        {
            RecordingSink sink = Ask();
            int chances = moment;
            Layer.Expect(() => chances-- <= 0 || sink.Outcomes == 1);
            Near.Do(now =>
            {
                Near.Flows.Withdraw(sink, now);
                heard.Add((sink, sink.Outcomes));
                if (sink.IsOpen)
                {
                    sink.Flow.Close(CloseReason.Normal, now);
                }
            });
        }

        // What was given up is in nobody's way.
        RecordingSink last = Ask();
        Layer.Expect(() => last.Outcomes == 1);
        Assert.True(last.IsOpen, $"{last.Reason}");
        Layer.Expect(() => acceptor.Flows.Count(flow => flow.User.Closed == CloseReason.None) == 1);
        Near.Do(now => last.Flow.Close(CloseReason.Normal, now));
        AssertAllClosed(before);
        Assert.All(heard, one => Assert.Equal(one.Outcomes, one.Sink.Outcomes));
        Assert.All(heard, one => Assert.Empty(one.Sink.User.Events));
    }

    [Fact]
    public void A_member_that_leaves_closes_its_flows_and_answers_who_waits()
    {
        OpenedFlow flow = OpenFlow();
        RecordingAcceptor slow = Serve(new RecordingAcceptor { OnArrival = (_, _) => { } }, "slow");
        RecordingSink waiting = Ask("slow");
        Layer.Expect(() => slow.Arrivals.Length == 1);
        AssertOk(Far.Leave());
        Layer.Expect(() => flow.FarUser.Closed != CloseReason.None && flow.NearUser.Closed != CloseReason.None && waiting.Outcomes == 1);
        Assert.Equal([(FlowEvent.Closed, CloseReason.ShuttingDown)], flow.FarUser.Events);
        Assert.Single(flow.NearUser.Events);
        Assert.False(waiting.IsOpen);
        Layer.Expect(() => Near.FlowCount == 0 && Far.FlowCount == 0);
    }

    [Fact]
    public void A_stack_that_stops_tells_its_peer_and_leaves_nothing()
    {
        OpenedFlow flow = OpenFlow();
        Near.Send(flow.Near, [1, 2, 3]);
        RecordingSink asking = Ask("nobody");
        Near.Stop();
        Layer.Expect(() => flow.FarUser.Closed != CloseReason.None);
        Assert.Equal(1, asking.Outcomes);
        Assert.Equal(default, Near.Leaked);
        if (!Layer.IsOneStack)
        {
            Far.Stop();
            Assert.Equal(default, Far.Leaked);
        }
    }
}
