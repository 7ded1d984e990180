using Lamina.Core;
using Lamina.Ipc;

namespace Lamina.Conformance.Layers;

/// <summary>A member of the layer under test, and a program in its stack. Made by whoever tests a kind of IPC process.</summary>
public abstract class Station
{
    /// <summary>Flows by name, as the program sees them.</summary>
    public abstract IFlowService Flows { get; }

    /// <summary>Flows that the member gives at present.</summary>
    public abstract int FlowCount { get; }

    /// <summary>What the stack holds at present.</summary>
    public abstract Holdings Holdings { get; }

    /// <summary>Runs a call inside the program's domain; it has run, and what it threw is thrown, when this returns.</summary>
    public abstract void Do(Action<Instant> call);

    /// <summary>Makes a name known in the layer at this member; waits until the layer knows it.</summary>
    public abstract Outcome Register(string name);

    /// <summary>Takes it back.</summary>
    public abstract Outcome Unregister(string name);

    /// <summary>Asks the member whether the layer reaches a name.</summary>
    public abstract void Query(string name, IQuerySink sink);

    /// <summary>The member leaves the layer.</summary>
    public abstract Outcome Leave();

    /// <summary>The whole stack ends. What it said last may still be on its way.</summary>
    public abstract void Stop();

    /// <summary>After <see cref="Stop"/>: what was never given back.</summary>
    public abstract Holdings Leaked { get; }

    /// <summary>A value from inside the domain.</summary>
    public T Get<T>(Func<Instant, T> read)
    {
        T result = default!;
        Do(now => result = read(now));
        return result;
    }

    /// <summary>Puts an acceptor behind a name.</summary>
    internal void Listen(string name, IFlowAcceptor acceptor, IOutcomeSink sink) =>
        Do(now => Flows.Listen(Name.Parse(name), acceptor, sink, now));

    /// <summary>Asks for a flow. The answer never comes inside the question.</summary>
    internal RecordingSink Ask(string name, string layer, byte[]? data = null, QosSpec? qos = null)
    {
        var sink = new RecordingSink();
        Do(now =>
        {
            Flows.Allocate(new FlowRequest(Name.Parse(name), qos ?? QosSpec.Raw, data ?? [], layer.Length == 0 ? null : layer), sink, now);
            Assert.True(sink.Outcomes == 0, "the answer came inside the question");
        });
        return sink;
    }

    /// <summary>Sends a train of packets of one length, the last maybe shorter.</summary>
    internal void Send(LowerFlow flow, params byte[][] packets) =>
        Do(now => flow.Transmit(TrainMaker.Make(Flows.Context.Pool, flow.HeadRoom, packets), now));
}
