using Lamina.Core;
using Lamina.Ipc.Loopback;
using Lamina.Ipc.Tracing;
using Lamina.Protocols.Allocation;
using Lamina.Wire.Tracing;

namespace Lamina.Ipc.Local;

/// <summary>
/// A layer inside one stack: both ends of every flow are here, and trains turn round through the run queue. No bytes
/// are copied, no header is added.
/// </summary>
public sealed class LocalIpcProcess : IpcProcess
{
    /// <summary>
    /// The longest packet. A train is one buffer of 66 KiB, so four of these travel at a time; a layer that takes its
    /// own packet size from this one still fills a UDP datagram (65507 bytes) with none of them cut.
    /// </summary>
    public const int MaxPacketSize = 16 * 1024;

    /// <summary>Bytes of a flow and direction that may be on their way; more must wait for <see cref="FlowEvent.Writable"/>.</summary>
    public const int Window = LoopedFlow.Window;

    private readonly HashSet<NameHash> _names = [];
    private readonly HashSet<LocalFlow> _flows = [];
    private readonly HashSet<LocalArrival> _arrivals = [];
    private bool _isShutDown;

    /// <summary>A member of a local layer, which it is alone in.</summary>
    public LocalIpcProcess(string name, string layer, IIpcProcessHost host, HashAlgorithmId algorithm = HashAlgorithmId.Sha3_256)
        : base(name, IpcProcessKind.Local, host)
    {
        Layer = layer;
        HashAlgorithm = algorithm;
    }

    /// <inheritdoc/>
    public override HashAlgorithmId HashAlgorithm { get; }

    /// <inheritdoc/>
    public override LayerLimits? Limits => new(MaxPacketSize, LoopedFlow.Lifetime);

    /// <summary>False: no peer is a stranger, since both ends are in this stack.</summary>
    public override bool IsInsecure => false;

    /// <inheritdoc/>
    public override int FlowCount => _flows.Count + _arrivals.Count;

    internal MachineContext Context => Host.Context;

    /// <inheritdoc/>
    public override Outcome Register(in NameHash hash, Instant now)
    {
        _names.Add(hash);
        return Outcome.Ok;
    }

    /// <inheritdoc/>
    public override void Unregister(in NameHash hash, Instant now) => _names.Remove(hash);

    /// <inheritdoc/>
    public override void Query(in NameHash hash, IQuerySink sink, Instant now) =>
        PostedQueryResult.Post(Context, this, sink, _names.Contains(hash) && !_isShutDown);

    /// <inheritdoc/>
    public override void Allocate(in AllocationRequest request, IAllocationSink sink, Instant now)
    {
        CloseReason refusal = _isShutDown ? CloseReason.ShuttingDown
            : !_names.Contains(request.Destination) ? CloseReason.NameUnknown
            : _arrivals.Count >= AllocatorSettings.Default.MaxPending ? CloseReason.NoResources
            : CloseReason.None;
        if (refusal != CloseReason.None)
        {
            RefusedAllocation.Post(Context, sink, refusal);
            return;
        }

        var arrival = new LocalArrival(this, Host.NextFlowId(), request, sink);
        _arrivals.Add(arrival);
        arrival.Start(now);
    }

    /// <inheritdoc/>
    public override TraceTarget? TraceFlow(long flow) => _flows.Any(given => given.Id == flow) ? Way() : null;

    /// <inheritdoc/>
    public override void FindServers(in NameHash hash, QosCube cube, IServerSink sink, Instant now) =>
        PostedServers.Post(Context, sink, _names.Contains(hash) ? [new ServerPlace("here", 0, Way())] : []);

    /// <inheritdoc/>
    public override void Withdraw(IAllocationSink sink, Instant now)
    {
        foreach (LocalArrival arrival in _arrivals.ToArray())
        {
            if (arrival.Sink == sink)
            {
                arrival.Withdraw(now);
            }
        }
    }

    /// <inheritdoc/>
    public override void Shutdown(Instant now)
    {
        _isShutDown = true;
        _names.Clear();
        foreach (LocalArrival arrival in _arrivals.ToArray())
        {
            arrival.Refuse(CloseReason.ShuttingDown, now);
        }

        foreach (LocalFlow flow in _flows.ToArray())
        {
            flow.Abandon(CloseReason.ShuttingDown, now);
        }
    }

    internal long NextFlowId() => Host.NextFlowId();

    internal void HandleArrival(LocalArrival arrival, Instant now) => Host.HandleArrival(this, arrival, now);

    internal void Forget(LocalArrival arrival) => _arrivals.Remove(arrival);

    internal void Add(LocalFlow flow) => _flows.Add(flow);

    internal void Forget(LocalFlow flow) => _flows.Remove(flow);

    private EndTarget Way() => new(Context, () => new LocalRecord(Layer!, Name));
}
