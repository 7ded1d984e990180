using Lamina.Core;
using Lamina.Ipc.Allocations;
using Lamina.Ipc.Tracing;
using Lamina.Ipc.Unicast.Control;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Ipc.Unicast.Directory;
using Lamina.Ipc.Unicast.Tracing;
using Lamina.Protocols.Allocation;
using Lamina.Wire.DataTransfer;

namespace Lamina.Ipc.Unicast.FlowAllocation;

/// <summary>
/// The flows that a member gives: the flow allocator as component 0 of data transfer.
/// </summary>
internal sealed class UnicastFlows : IAllocationTransport<Address>
{
    private readonly Membership _membership;
    private readonly StackAccess _stack;
    private readonly DataTransferMachine _data;
    private readonly IDirectory _directory;
    private readonly IAnycastPolicy _anycast;
    private readonly IRouteCosts _routes;
    private readonly FlowAllocator<Address> _allocator;

    public UnicastFlows(Membership membership, StackAccess stack, DataTransferMachine data, IDirectory directory, IRouteCosts routes)
    {
        _membership = membership;
        _stack = stack;
        _data = data;
        _directory = directory;
        _routes = routes;
        _anycast = new NearestFirst(membership.Address, routes, stack.Context.Random);
        _allocator = new FlowAllocator<Address>(stack.Context, this);
    }

    /// <summary>Flows given at present, pending ones included.</summary>
    public int Count => _allocator.FlowCount;

    /// <summary>What the allocator dropped or refused.</summary>
    public AllocationCounters Counters => _allocator.Counters;

    public int AddressSize => _membership.Parameters.AddressSize;

    public ulong LocalAddress => _membership.Address.Value;

    public int HeadRoom => _data.HeadRoom;

    public Duration MaxPacketLifetime => _membership.Parameters.MaxPacketLifetime;

    /// <summary>Asks for a flow to a name's hash: every member that serves it is tried until one accepts.</summary>
    public void Allocate(in AllocationRequest request, PendingAllocations pending, IAllocationSink sink, Instant now) =>
        new NamedAllocation(request, _allocator, _directory, _anycast, pending, sink).Start(now);

    /// <summary>Where the packets of a flow go; null where there is no such flow.</summary>
    public TracedFlow? Find(long id) => _allocator.Find(id) is { } flow ? new(flow.RemotePeer, flow.Qos.Cube, flow.RemoteEid) : null;

    /// <summary>Asks who serves a name, for a trace.</summary>
    public void FindServers(in NameHash hash, QosCube cube, TraceComponent trace, IServerSink sink, Instant now)
    {
        // As that of a flow would be: with equal ways it chooses one.
        ulong eid = _stack.Context.Random.NextUInt64() | DataTransferHeader.FirstFlowEid;
        _directory.Find(hash, new ServerSearch(trace, _anycast, _routes, hash, cube, eid, sink), now);
    }

    public void HandleMessage(ReadOnlySpan<byte> message, Instant now) => _allocator.HandleMessage(message, Address.None, now);

    public void HandleData(ulong eid, in Train train, Instant now) => _allocator.HandleData(eid, train, now);

    /// <summary>A flow below takes packets again.</summary>
    public void HandleWritable(Instant now) => _allocator.HandleWritable(now);

    /// <summary>There are new ways, and some may be gone.</summary>
    public void HandleWaysChanged(Instant now)
    {
        _allocator.HandleWaysChanged(now);
        HandleWritable(now);
    }

    /// <summary>A member has left on purpose, and its flows with it.</summary>
    public void HandleMemberLeft(Address member, Instant now) => _allocator.HandlePeerLeft(member, now);

    public void Shutdown(CloseReason reason, Instant now) => _allocator.Shutdown(reason, now);

    public int MaxPacketSizeFor(Address peer, in QosSpec qos) => _membership.Parameters.MaxPacketSize;

    public Address PeerOf(ulong address, Address from) => new(address);

    public long NextFlowId() => _stack.NextFlowId();

    public void SendMessage(Address peer, ReadOnlySpan<byte> message, Instant now) =>
        _data.SendMessage(peer, DataTransferHeader.FlowAllocatorEid, message);

    public void Transmit(AllocatedFlow<Address> flow, in Train train, Instant now) =>
        _data.Send(flow.RemotePeer, flow.Qos.Cube, flow.RemoteEid, train, now);

    public int CreditOf(AllocatedFlow<Address> flow) => _data.CreditTo(flow.RemotePeer, flow.Qos.Cube, flow.RemoteEid);

    public bool HasWay(AllocatedFlow<Address> flow) => _data.HasWay(flow.RemotePeer, flow.Qos.Cube);

    public void HandleArrival(ArrivingFlow arrival, Instant now) => _stack.HandleArrival(arrival, now);

    // The congestion policy `none` does not listen.
    public void HandleUpdate(AllocatedFlow<Address> flow, ushort congestion, Instant now)
    {
    }
}
