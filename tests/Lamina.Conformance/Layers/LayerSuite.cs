using Lamina.Core;

namespace Lamina.Conformance.Layers;

/// <summary>What the suites of layers share: the layer, made once per fact, and the way to a flow.</summary>
public abstract class LayerSuite : IDisposable
{
    private protected const string Service = "service";

    private LayerUnderTest? _layer;

    private protected LayerUnderTest Layer => _layer ??= Make();

    private protected Station Near => Layer.Near;

    private protected Station Far => Layer.Far;

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        _layer?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes the layer.</summary>
    protected abstract LayerUnderTest Make();

    private protected RecordingSink Ask(string name = Service, byte[]? data = null, QosSpec? qos = null) =>
        Near.Ask(name, Layer.Layer, data, qos);

    /// <summary>A program at the far end that serves a name; the layer knows it.</summary>
    private protected RecordingAcceptor Serve(RecordingAcceptor? acceptor = null, string name = Service, Station? at = null)
    {
        at ??= Far;
        acceptor ??= new RecordingAcceptor();
        var bound = new RecordingOutcome();
        at.Listen(name, acceptor, bound);
        Layer.Expect(() => bound.Answers == 1);
        AssertOk(bound.Outcome);
        AssertOk(at.Register(name));
        return acceptor;
    }

    private protected OpenedFlow OpenFlow(RecordingAcceptor? acceptor = null)
    {
        acceptor = Serve(acceptor);
        RecordingSink sink = Ask();
        Layer.Expect(() => sink.Outcomes == 1 && acceptor.Flows.Length == 1);
        (LowerFlow far, RecordingUser farUser) = acceptor.Flows[0];
        return new OpenedFlow(sink.Flow, sink.User, far, farUser);
    }

    /// <summary>
    /// The near end sends a packet: who was asked for a flow may have no credit before it knows that the asker hears it.
    /// </summary>
    private protected void Show(OpenedFlow flow)
    {
        Near.Send(flow.Near, TrainMaker.Packet(4712, 5));
        Layer.Expect(() => flow.FarUser.Packets.Length > 0 && Far.Get(_ => flow.Far.Credit) > 0);
    }

    private protected static void AssertOk(Outcome outcome) => Assert.True(outcome.IsOk, $"{outcome.Message}; {outcome.Hint}");

    /// <summary>Sends one packet each way and waits for both: what was sent before has come, or will not.</summary>
    private protected void Echo(OpenedFlow flow)
    {
        byte[] mark = TrainMaker.Packet(4711, 23);
        (int near, int far) = (flow.NearUser.Packets.Length, flow.FarUser.Packets.Length);
        Near.Send(flow.Near, mark);
        Far.Send(flow.Far, mark);
        Layer.Expect(() => flow.NearUser.Packets.Length > near && flow.FarUser.Packets.Length > far);
    }

    private protected void AssertAllClosed(Holdings before)
    {
        Layer.Expect(() => Near.FlowCount == 0 && Far.FlowCount == 0);
        Layer.Expect(() => Near.Holdings.Flows == before.Flows);
    }
}
