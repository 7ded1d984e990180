using Lamina.Core;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Conformance;

/// <summary>
/// What every kind of IPC process owes its users, seen through the IRM. Proves: the contract of flows by name in a good
/// network. Not: behaviour under loss, or speed.
/// </summary>
public abstract class IpcProcessConformance
{
    private const string Service = "service";
    private readonly LayerUnderTest _layer;

    protected IpcProcessConformance() => _layer = Make();

    private TestStack Near => _layer.Near;

    private TestStack Far => _layer.Far;

    private Instant Now => _layer.Time.Now;

    [Fact]
    public void A_name_that_nobody_has_is_unknown()
    {
        TestSink sink = Ask();
        _layer.RunOut();
        Assert.Equal((1, CloseReason.NameUnknown), (sink.Outcomes, sink.Reason));
    }

    [Fact]
    public void A_name_without_a_program_has_no_listener()
    {
        Register();
        TestSink sink = Ask();
        _layer.RunOut();
        Assert.Equal((1, CloseReason.NoListener), (sink.Outcomes, sink.Reason));
    }

    [Fact]
    public void The_answer_never_comes_inside_the_question()
    {
        Far.Serve(Service);
        Register();
        Assert.Equal(0, Ask().Outcomes);
        Assert.Equal(0, Near.Ask("no such name", _layer.Layer).Outcomes);
    }

    [Fact]
    public void Packets_go_both_ways_whole_and_in_trains()
    {
        (TestSink near, LowerFlow far, TestUser farUser) = OpenFlow();
        byte[] longest = [.. Enumerable.Range(0, near.Open.MaxPacketSize).Select(i => (byte)i)];
        near.Send([1], [2], [3]);
        near.Send([4, 4, 4], [5]);
        near.Send(longest);
        Far.Send(far, longest, [6]);
        _layer.Settle();

        Assert.Equal([[1], [2], [3], [4, 4, 4], [5], longest], farUser.Packets);
        Assert.Equal([longest, [6]], near.User.Packets);
        Assert.Equal(near.Open.MaxPacketSize, far.MaxPacketSize);
        Assert.True(near.Open.Credit > 0);
        Assert.True(near.Open.MaxPacketLifetime > Duration.Zero);
    }

    [Fact]
    public void What_is_asked_and_said_reaches_the_other_end()
    {
        TestAcceptor acceptor = Far.Serve(Service);
        acceptor.Answer = [7, 8];
        Register();
        TestSink sink = Near.Ask(Service, _layer.Layer, [1, 2, 3], QosSpec.Voice);
        _layer.Settle();

        ArrivingFlow arrival = acceptor.Arrivals.Single();
        Assert.Equal([1, 2, 3], arrival.Data.ToArray());
        Assert.Equal(QosSpec.Voice, arrival.Qos);
        Assert.Equal(sink.Open.MaxPacketSize, arrival.MaxPacketSize);
        Assert.Equal([7, 8], sink.Data);
    }

    [Fact]
    public void A_refusal_arrives_with_its_reason()
    {
        Far.Serve(Service).OnArrival = (arrival, now) => arrival.Refuse(CloseReason.NoCommonComposition, now);
        Register();
        TestSink sink = Ask();
        _layer.RunOut();
        Assert.Equal((1, CloseReason.NoCommonComposition), (sink.Outcomes, sink.Reason));
        AssertEmpty();
    }

    [Fact]
    public void A_program_may_answer_later_but_not_too_late()
    {
        ArrivingFlow? waiting = null;
        Far.Serve(Service).OnArrival = (arrival, _) => waiting = arrival;
        Register();
        TestSink first = Ask();
        _layer.Settle();
        Assert.Equal(0, first.Outcomes);
        Assert.NotNull(waiting!.Accept([], new TestUser(), Now));
        Assert.Null(waiting.Accept([], new TestUser(), Now));
        _layer.Settle();
        Assert.NotNull(first.Flow);

        TestSink second = Ask();
        _layer.RunOut();
        Assert.Equal((1, CloseReason.Timeout), (second.Outcomes, second.Reason));
        Assert.False(waiting.IsPending);
        Assert.Null(waiting.Accept([], new TestUser(), Now));
    }

    [Fact]
    public void What_the_acceptor_sends_at_once_comes_after_the_flow()
    {
        Far.Serve(Service).OnAccepted = flow =>
        {
            Far.Send(flow, [1]);
            Far.Send(flow, [2]);
        };
        Register();
        TestSink sink = Ask();
        _layer.Settle();
        Assert.Equal([[1], [2]], sink.User.Packets);
    }

    [Fact]
    public void A_close_by_the_requester_is_heard_by_the_acceptor_alone()
    {
        (TestSink near, _, TestUser farUser) = OpenFlow();
        near.Open.Close(CloseReason.Normal, Now);
        _layer.RunOut();
        Assert.Equal([(FlowEvent.Closed, CloseReason.Normal)], farUser.Events);
        Assert.Empty(near.User.Events);
        AssertEmpty();
    }

    [Fact]
    public void A_close_by_the_acceptor_is_heard_by_the_requester_alone()
    {
        (TestSink near, LowerFlow far, TestUser farUser) = OpenFlow();
        far.Close(CloseReason.PeerDied, Now);
        _layer.RunOut();
        Assert.Equal([(FlowEvent.Closed, CloseReason.PeerDied)], near.User.Events);
        Assert.Empty(farUser.Events);
        AssertEmpty();
    }

    [Fact]
    public void A_close_by_both_at_once_is_heard_by_nobody()
    {
        (TestSink near, LowerFlow far, TestUser farUser) = OpenFlow();
        far.Close(CloseReason.Normal, Now);
        near.Open.Close(CloseReason.Normal, Now);
        _layer.RunOut();
        Assert.Empty(near.User.Events);
        Assert.Empty(farUser.Events);
        AssertEmpty();
    }

    [Fact]
    public void A_closed_flow_swallows_trains_and_holds_none()
    {
        (TestSink near, LowerFlow far, TestUser farUser) = OpenFlow();
        near.Open.Close(CloseReason.Normal, Now);
        near.Send([1]);
        Far.Send(far, [2]);
        _layer.RunOut();
        Assert.Empty(farUser.Packets);
        Assert.Empty(near.User.Packets);
        AssertEmpty();
    }

    [Fact]
    public void A_name_that_is_taken_back_is_unknown_and_its_flows_live_on()
    {
        (TestSink near, _, TestUser farUser) = OpenFlow();
        Assert.True(Far.Irm.UnregisterFromLayer(Name.Parse(Service), _layer.Layer, Now).IsOk);
        TestSink late = Ask();
        _layer.RunOut();
        Assert.Equal(CloseReason.NameUnknown, late.Reason);
        near.Send([1]);
        _layer.Settle();
        Assert.Equal([[1]], farUser.Packets);
    }

    [Fact]
    public void Many_flows_do_not_mix()
    {
        TestAcceptor acceptor = Far.Serve(Service);
        Register();
        TestSink[] sinks = [.. Enumerable.Range(0, 50).Select(i => Near.Ask(Service, _layer.Layer, [(byte)i]))];
        _layer.Settle();
        for (byte i = 0; i < sinks.Length; i++)
        {
            sinks[i].Send([i]);
        }

        _layer.Settle();
        for (int i = 0; i < sinks.Length; i++)
        {
            Assert.Equal(acceptor.Arrivals[i].Data.ToArray(), acceptor.Flows[i].User.Packets.Single());
        }

        Assert.Equal(50, sinks.Select(sink => sink.Open.Id).Distinct().Count());
        Assert.Equal(50, _layer.NearProcess.FlowCount - (Near == Far ? 50 : 0));
    }

    [Fact]
    public void The_lists_show_the_flow_at_both_ends_while_it_lives()
    {
        (TestSink near, LowerFlow far, _) = OpenFlow();
        near.Send([1, 2], [3, 4]);
        _layer.Settle();
        Ipc.Irm.FlowRecord asked = Near.Irm.Flows.Find(near.Open.Id)!;
        Ipc.Irm.FlowRecord given = Far.Irm.Flows.Find(far.Id)!;
        Assert.Equal((Service, false, _layer.NearProcess), (asked.Name.Value, asked.IsIncoming, asked.Process));
        Assert.Equal((Service, true, "process 4711 (test)"), (given.Name.Value, given.IsIncoming, given.OwnerDescription));
        Assert.Equal((2, 4), (asked.SentPackets, asked.SentBytes));
        Assert.Equal((2, 4), (given.ReceivedPackets, given.ReceivedBytes));
    }

    [Fact]
    public void A_member_that_leaves_closes_its_flows_and_leaves_nothing()
    {
        (TestSink near, _, TestUser farUser) = OpenFlow();
        Far.Serve("slow").OnArrival = (_, _) => { };
        Assert.True(Far.Irm.RegisterInLayer(Name.Parse("slow"), _layer.Layer, Now).IsOk);
        TestSink waiting = Near.Ask("slow", _layer.Layer);
        _layer.Settle();
        Assert.Equal(0, waiting.Outcomes);
        Assert.True(Far.Irm.Destroy(_layer.FarProcess.Name, Now).IsOk);
        _layer.RunOut();

        Assert.Equal([(FlowEvent.Closed, CloseReason.ShuttingDown)], farUser.Events);
        Assert.Equal(FlowEvent.Closed, near.User.Events.Single().What);
        Assert.Equal(1, waiting.Outcomes);
        Assert.Equal(0, _layer.FarProcess.FlowCount);
        Assert.Empty(Far.Irm.Flows.All);
    }

    [Fact]
    public void Shutdown_leaves_no_flow_no_buffer_and_no_timer()
    {
        (TestSink near, _, _) = OpenFlow();
        near.Send([1]);
        TestSink asking = Near.Ask("no such name", _layer.Layer);
        Near.Irm.Shutdown(Now);
        if (Far != Near)
        {
            Far.Irm.Shutdown(Now);
        }

        // No time passes: everything that is owed is in the run queue.
        _layer.Time.RunFor(Duration.Zero);
        Assert.Equal(1, asking.Outcomes);
        TestSink late = Ask();
        _layer.Time.RunFor(Duration.Zero);
        Assert.Equal(CloseReason.ShuttingDown, late.Reason);
        Near.AssertEmpty();
        Far.AssertEmpty();
    }

    /// <summary>Makes the layer; called once per fact.</summary>
    protected abstract LayerUnderTest Make();

    private void Register() => Assert.True(Far.Irm.RegisterInLayer(Name.Parse(Service), _layer.Layer, Now).IsOk);

    private TestSink Ask() => Near.Ask(Service, _layer.Layer);

    private (TestSink Near, LowerFlow Far, TestUser FarUser) OpenFlow()
    {
        TestAcceptor acceptor = Far.Serve(Service);
        Register();
        TestSink sink = Ask();
        _layer.Settle();
        Assert.NotNull(sink.Flow);
        return (sink, acceptor.Flows.Single().Flow, acceptor.Flows.Single().User);
    }

    private void AssertEmpty()
    {
        Assert.Empty(Near.Irm.Flows.All);
        Assert.Empty(Far.Irm.Flows.All);
        Assert.Equal(0, _layer.NearProcess.FlowCount);
        Assert.Equal(0, _layer.FarProcess.FlowCount);
    }
}
