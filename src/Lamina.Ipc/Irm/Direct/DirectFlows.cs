using Lamina.Core;

namespace Lamina.Ipc.Irm.Direct;

/// <summary>
/// Flows with one end point (Ouroboros, figure 4): between two programs of this stack, given by the IRM itself. No IPC
/// process, no layer, no handshake: both ends are here.
/// </summary>
internal sealed class DirectFlows(MachineContext context, StackFlows flows, Func<long> nextFlowId)
{
    /// <summary>
    /// The longest packet: with what the flow's end pushes it fills one buffer (66 KiB) and one record of an attached
    /// program's ring (65507 bytes). No layer will put a header in front.
    /// </summary>
    public const int MaxPacketSize = 64_000;

    private const int MaxPending = 1024;

    private readonly HashSet<DirectArrival> _arrivals = [];
    private readonly HashSet<DirectFlow> _ends = [];
    private bool _isShutDown;

    public MachineContext Context => context;

    /// <summary>Asks one acceptor; the sink hears from the run queue. Null: too many wait, and the sink hears nothing.</summary>
    public DirectArrival? Ask(in FlowRequest request, FlowOwner owner, IFlowAcceptor acceptor, IAllocationSink sink, Instant now)
    {
        if (_arrivals.Count >= MaxPending || _isShutDown || request.Data.Length > AllocationRequest.MaxDataLength)
        {
            return null;
        }

        // Nobody but this stack sees the hash: any algorithm serves.
        var hash = NameHash.Of(request.Destination, HashAlgorithmId.Sha3_256);
        var record = new FlowRecord(nextFlowId(), request.Destination, request.Qos, owner, acceptor.Description);
        var arrival = new DirectArrival(this, record, new AllocationRequest(hash, request.Qos, request.Data), acceptor, sink);
        _arrivals.Add(arrival);
        arrival.Start(now);
        return arrival;
    }

    public void Shutdown(Instant now)
    {
        _isShutDown = true;
        foreach (DirectArrival arrival in _arrivals.ToArray())
        {
            arrival.Refuse(CloseReason.ShuttingDown, now);
        }

        foreach (DirectFlow end in _ends.ToArray())
        {
            end.Abandon(CloseReason.ShuttingDown, now);
        }
    }

    internal void Forget(DirectArrival arrival) => _arrivals.Remove(arrival);

    internal void Add(DirectFlow end)
    {
        _ends.Add(end);
        flows.TryAdd(end.Record);
    }

    /// <summary>The flow is gone for the lists when its first end is.</summary>
    internal void Remove(DirectFlow end)
    {
        _ends.Remove(end);
        flows.Remove(end.Record);
    }
}
