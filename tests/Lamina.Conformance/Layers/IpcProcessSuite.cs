using Lamina.Core;

namespace Lamina.Conformance.Layers;

/// <summary>
/// What every kind of IPC process owes its users, seen through the contract of flows by name; its flows keep
/// <see cref="LowerFlowSuite"/>. Names and allocation are here, ends of flows in the other part. Not: behaviour under
/// loss, or speed.
/// </summary>
public abstract partial class IpcProcessSuite : LowerFlowSuite
{
    [Fact]
    public void A_name_that_nobody_has_is_unknown()
    {
        RecordingSink sink = Ask();
        Layer.Expect(() => sink.Outcomes == 1);
        Assert.Equal(CloseReason.NameUnknown, sink.Reason);
    }

    [Fact]
    public void Many_unknown_names_at_once_all_end()
    {
        RecordingSink[] sinks = [.. Enumerable.Range(0, 20).Select(i => Ask($"nobody {i}"))];
        Layer.Expect(() => sinks.All(sink => sink.Outcomes == 1));
        Assert.All(sinks, sink => Assert.Equal(CloseReason.NameUnknown, sink.Reason));
    }

    [Fact]
    public void A_name_without_a_program_has_no_listener()
    {
        AssertOk(Far.Register(Service));
        RecordingSink sink = Ask();
        Layer.Expect(() => sink.Outcomes == 1);
        Assert.Equal(CloseReason.NoListener, sink.Reason);
    }

    [Fact]
    public void A_question_for_a_name_ends_and_tells_whether_it_is_reachable()
    {
        Assert.False(IsReachable("nobody"));
        AssertOk(Far.Register(Service));
        Assert.True(IsReachable(Service));
        AssertOk(Far.Unregister(Service));
        AssertUnknown();
        Assert.False(IsReachable(Service));
    }

    [Fact]
    public void A_name_that_is_registered_twice_is_registered_once()
    {
        Serve();
        AssertOk(Far.Register(Service));
        AssertOk(Far.Unregister(Service));
        Assert.Equal(OutcomeCode.NotFound, Far.Unregister(Service).Code);
        AssertUnknown();
    }

    [Fact]
    public void A_name_that_is_taken_back_is_unknown_its_flows_live_on_and_it_may_come_again()
    {
        OpenedFlow flow = OpenFlow();
        AssertOk(Far.Unregister(Service));
        AssertUnknown();
        Echo(flow);

        AssertOk(Far.Register(Service));
        RecordingSink again = Ask();
        Layer.Expect(() => again.Outcomes == 1);
        Assert.True(again.IsOpen, $"{again.Reason}");
    }

    [Fact]
    public void What_is_asked_and_said_reaches_the_other_end()
    {
        RecordingAcceptor acceptor = Serve(new RecordingAcceptor { Answer = [7, 8] });
        RecordingSink sink = Ask(data: [1, 2, 3], qos: QosSpec.Voice);
        Layer.Expect(() => sink.Outcomes == 1 && acceptor.Arrivals.Length == 1);
        RecordingAcceptor.Arrival arrival = acceptor.Arrivals[0];
        Assert.Equal([1, 2, 3], arrival.Data);
        Assert.Equal(QosSpec.Voice, arrival.Qos);
        Assert.Equal((Service, sink.Flow.MaxPacketSize, acceptor.Flows[0].Flow.Id), (arrival.Name, arrival.MaxPacketSize, arrival.Id));
        Assert.Equal([7, 8], sink.Data);
    }

    [Fact]
    public void A_refusal_arrives_with_its_reason()
    {
        Holdings before = Near.Holdings;
        Serve(new RecordingAcceptor { OnArrival = (arrival, now) => arrival.Refuse(CloseReason.NoCommonComposition, now) });
        RecordingSink sink = Ask();
        Layer.Expect(() => sink.Outcomes == 1);
        Assert.Equal(CloseReason.NoCommonComposition, sink.Reason);
        AssertAllClosed(before);
    }

    [Fact]
    public void A_program_may_answer_later()
    {
        ArrivingFlow? waiting = null;
        RecordingAcceptor acceptor = Serve(new RecordingAcceptor { OnArrival = (arrival, _) => waiting = arrival });
        RecordingSink sink = Ask();
        Layer.Expect(() => acceptor.Arrivals.Length == 1);
        RecordingSink other = Ask("nobody");
        Layer.Expect(() => other.Outcomes == 1);
        Assert.Equal(0, sink.Outcomes);
        Far.Do(now =>
        {
            Assert.True(waiting!.IsPending);
            Assert.NotNull(waiting.Accept([], new RecordingUser(), now));
            Assert.False(waiting.IsPending);
            Assert.Null(waiting.Accept([], new RecordingUser(), now));
        });
        Layer.Expect(() => sink.Outcomes == 1);
        Assert.True(sink.IsOpen);
    }

    [Fact]
    public void An_arrival_that_nobody_answers_ends()
    {
        Assert.SkipWhen(Layer.RunsInRealTime, "takes half a minute");
        ArrivingFlow? waiting = null;
        Serve(new RecordingAcceptor { OnArrival = (arrival, _) => waiting = arrival });
        RecordingSink sink = Ask();
        Layer.Expect(() => sink.Outcomes == 1);
        Assert.Equal(CloseReason.Timeout, sink.Reason);
        Layer.Expect(() => !waiting!.IsPending);
        Far.Do(now => Assert.Null(waiting!.Accept([], new RecordingUser(), now)));
    }

    [Fact]
    public void What_the_acceptor_sends_at_once_comes_after_the_flow()
    {
        OpenedFlow flow = OpenFlow(new RecordingAcceptor
        {
            OnAccepted = (flow, now) =>
            {
                flow.Transmit(TrainMaker.Make(Far.Flows.Context.Pool, flow.HeadRoom, [1]), now);
                flow.Transmit(TrainMaker.Make(Far.Flows.Context.Pool, flow.HeadRoom, [2]), now);
            },
        });
        Layer.Expect(() => flow.NearUser.Packets.Length >= 2);
        Assert.Equal([[1], [2]], flow.NearUser.Packets);
    }

    [Fact]
    public void Both_sides_may_ask_each_other_at_once()
    {
        RecordingAcceptor atFar = Serve(name: "far");
        RecordingAcceptor atNear = Serve(name: "near", at: Near);
        // Who was asked knows whom to ask.
        Assert.True(IsReachable("far"));
        RecordingSink asNear = Near.Ask("far", Layer.Layer);
        RecordingSink asFar = Far.Ask("near", Layer.Layer);
        Layer.Expect(() => asNear.Outcomes == 1 && asFar.Outcomes == 1 && atFar.Flows.Length == 1 && atNear.Flows.Length == 1);
        Near.Send(asNear.Flow, [1]);
        Far.Send(asFar.Flow, [2]);
        Layer.Expect(() => atFar.Flows[0].User.Packets.Length == 1 && atNear.Flows[0].User.Packets.Length == 1);
        Assert.Equal([[1]], atFar.Flows[0].User.Packets);
        Assert.Equal([[2]], atNear.Flows[0].User.Packets);
    }

    [Fact]
    public void A_hundred_flows_at_once_do_not_mix_and_each_has_its_number()
    {
        const int Count = 100;
        Holdings before = Near.Holdings;
        RecordingAcceptor acceptor = Serve();
        RecordingSink[] sinks = [.. Enumerable.Range(0, Count).Select(i => Ask(data: [(byte)i]))];
        Layer.Expect(() => sinks.All(sink => sink.Outcomes == 1) && acceptor.Flows.Length == Count);
        Assert.All(sinks, sink => Assert.True(sink.IsOpen, $"{sink.Reason}"));
        for (byte i = 0; i < Count; i++)
        {
            Near.Send(sinks[i].Flow, [i], [i]);
        }

        Layer.Expect(() => acceptor.Flows.All(flow => flow.User.Packets.Length >= 2));
        for (int i = 0; i < Count; i++)
        {
            byte asked = acceptor.Arrivals[i].Data[0];
            Assert.Equal([[asked], [asked]], acceptor.Flows[i].User.Packets);
        }

        Assert.Equal(Count, sinks.Select(sink => sink.Flow.Id).Distinct().Count());
        Assert.Equal(Count, acceptor.Flows.Select(flow => flow.Flow.Id).Distinct().Count());
        Near.Do(now => Array.ForEach(sinks, sink => sink.Flow.Close(CloseReason.Normal, now)));
        Layer.Expect(() => acceptor.Flows.All(flow => flow.User.Closed == CloseReason.Normal));
        AssertAllClosed(before);
    }

    // A member may remember for a while where a name was; who asks for a flow hears the truth, and then it knows better.
    private void AssertUnknown()
    {
        RecordingSink sink = Ask();
        Layer.Expect(() => sink.Outcomes == 1);
        Assert.Equal(CloseReason.NameUnknown, sink.Reason);
    }

    private bool IsReachable(string name)
    {
        var answer = new RecordingOutcome();
        Near.Query(name, answer);
        Layer.Expect(() => answer.Answers == 1);
        return answer.IsReachable;
    }
}
