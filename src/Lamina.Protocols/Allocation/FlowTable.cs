using Lamina.Core;
using Lamina.Wire.Allocation;

namespace Lamina.Protocols.Allocation;

/// <summary>
/// The flows of one allocator, by the EID of their own end, and by peer and EID of the other end: the second finds
/// repeated requests, and flows whose other end says that it is gone.
/// </summary>
internal sealed class FlowTable<TPeer>(MachineContext context, int rememberLimit)
    where TPeer : struct, IEquatable<TPeer>
{
    private readonly Dictionary<ulong, AllocatedFlow<TPeer>> _byEid = [];
    private readonly Dictionary<(TPeer Peer, ulong RemoteEid), AllocatedFlow<TPeer>> _byRemote = [];
    private readonly Dictionary<TPeer, int> _byPeer = [];

    public ClosedFlows<TPeer> Closed { get; } = new(context.Timers, rememberLimit);

    public int Count => _byEid.Count;

    public Dictionary<ulong, AllocatedFlow<TPeer>>.ValueCollection All => _byEid.Values;

    public bool TryGet(ulong eid, out AllocatedFlow<TPeer> flow) => _byEid.TryGetValue(eid, out flow!);

    public bool TryGetRemote(TPeer peer, ulong remoteEid, out AllocatedFlow<TPeer> flow) =>
        _byRemote.TryGetValue((peer, remoteEid), out flow!);

    public bool HasFlowsTo(TPeer peer) => _byPeer.ContainsKey(peer);

    /// <summary>An EID that no flow here has or had lately.</summary>
    public ulong DrawEid(Instant now)
    {
        while (true)
        {
            ulong eid = context.Random.NextUInt64();
            if (eid >= AllocationHeader.FirstFlowEid && !_byEid.ContainsKey(eid) && !Closed.Contains(eid, now))
            {
                return eid;
            }
        }
    }

    public void Add(AllocatedFlow<TPeer> flow)
    {
        _byEid.Add(flow.Eid, flow);
        IndexRemote(flow);
    }

    public void IndexRemote(AllocatedFlow<TPeer> flow)
    {
        if (flow.RemoteEid != 0)
        {
            int before = _byRemote.Count;
            _byRemote[(flow.RemotePeer, flow.RemoteEid)] = flow;
            CountPeer(flow.RemotePeer, _byRemote.Count - before);
        }
    }

    public void UnindexRemote(AllocatedFlow<TPeer> flow)
    {
        if (TryGetRemote(flow.RemotePeer, flow.RemoteEid, out AllocatedFlow<TPeer> indexed) && indexed == flow)
        {
            _byRemote.Remove((flow.RemotePeer, flow.RemoteEid));
            CountPeer(flow.RemotePeer, -1);
        }
    }

    public void Remove(AllocatedFlow<TPeer> flow)
    {
        UnindexRemote(flow);
        _byEid.Remove(flow.Eid);
    }

    private void CountPeer(TPeer peer, int change)
    {
        int count = _byPeer.GetValueOrDefault(peer) + change;
        if (count > 0)
        {
            _byPeer[peer] = count;
        }
        else
        {
            _byPeer.Remove(peer);
        }
    }
}
