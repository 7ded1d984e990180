using Lamina.Core;
using Lamina.Ipc.Allocations;
using Lamina.Ipc.Tracing;
using Lamina.Ipc.Unicast.Admission;
using Lamina.Ipc.Unicast.Congestion;
using Lamina.Ipc.Unicast.Control;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Ipc.Unicast.Directory;
using Lamina.Ipc.Unicast.Directory.Proofs;
using Lamina.Ipc.Unicast.Tracing;
using Lamina.Protocols.Allocation;
using Lamina.Protocols.Allocation.Strangers;
using Lamina.Protocols.Congestion;
using Lamina.Security.Cookies;
using Lamina.Wire.Allocation;
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
    private readonly ICongestionPolicy _policy;
    private readonly Reservations _reservations;

    // Bytes of the longest packet, with the layer's header.
    private readonly int _packet;

    // The policy holds nobody back.
    private readonly bool _isFree;

    public UnicastFlows(
        Membership membership, StackAccess stack, DataTransferMachine data, IDirectory directory, IRouteCosts routes, Reservations reservations)
    {
        _reservations = reservations;
        _membership = membership;
        _stack = stack;
        _data = data;
        _directory = directory;
        _routes = routes;
        _anycast = new NearestFirst(membership.Address, routes, stack.Context.Random);
        _allocator = new FlowAllocator<Address>(
            stack.Context, this, membership.Security is null ? null : AllocatorSettings.Default with { Strangers = StrangerSettings.Proving });
        _policy = stack.Policies.Congestion.Find(membership.Parameters.Congestion)!;
        _packet = membership.Parameters.MaxPacketSize + membership.Format.HeaderLength;
        _isFree = _policy.Create(_packet) is null;
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
        new NamedAllocation(request, null, _allocator, _directory, _anycast, _reservations, pending, sink).Start(now);

    /// <summary>As <see cref="Allocate"/>, with each member proved.</summary>
    public void AllocateProved(
        NameHash destination, QosSpec qos, IFlowOpener opener, PendingAllocations pending, IAllocationSink sink, Instant now)
    {
        var proved = new ProvedOpening(opener, ServerProofs.Of(_membership, _stack.Context)!, destination);
        new NamedAllocation(new(destination, qos, default), proved, _allocator, _directory, _anycast, _reservations, pending, sink).Start(now);
    }

    /// <summary>Flows of a former life of this member will be adopted.</summary>
    public void AwaitAdoptions(Instant now) => _allocator.AwaitAdoptions(now);

    /// <summary>Takes up a flow of a former life of this member.</summary>
    public Adoption Adopt(FlowTicket ticket, Instant now)
    {
        // A flow to itself moves with the member.
        ulong peer = ticket.RemoteAddress == ticket.LocalAddress ? LocalAddress : ticket.RemoteAddress;
        return _allocator.Adopt(ticket, new Address(peer), now);
    }

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

    /// <summary>Packets for a flow, all with this header; the train starts behind it.</summary>
    public void HandleData(in DataTransferHeader header, in Train train, Instant now)
    {
        if (_isFree)
        {
            _allocator.HandleData(header.Eid, train, now);
        }
        else if (_allocator.TryGet(header.Eid, out AllocatedFlow<Address> flow))
        {
            if (CongestedOf(flow) is { } congested && congested.Log.Note(header.Ecn, train.TotalLength, now, out ArrivalReport report))
            {
                _data.Counters.Congestion.ReportsSent++;
                _allocator.SendUpdate(flow, report, now);
            }

            flow.HandleData(train, now);
        }
        else
        {
            Counters.NoteUnknownEnd(train.Count);
        }
    }

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

    /// <summary>Ends without a word to the other ends of the flows.</summary>
    /// <returns>What they have to be told in any case, by a next life.</returns>
    public IReadOnlyList<FlowParting> Vanish(Instant now) => _allocator.Vanish(now);

    public void Shutdown(CloseReason reason, Instant now) => _allocator.Shutdown(reason, now);

    /// <summary>What an adjacency does not carry whole goes in parts.</summary>
    public bool KeepsPacketSize => true;

    public int MaxPacketSizeFor(Address peer, in QosSpec qos) => _membership.Parameters.MaxPacketSize;

    public ulong AddressOf(Address peer) => peer.Value;

    public Address PeerOf(ulong address, Address from) => new(address);

    public RemoteSource SourceOf(Address peer) => new(peer.Value, 0, 0);

    public long NextFlowId() => _stack.NextFlowId();

    public void SendMessage(Address peer, ReadOnlySpan<byte> message, Instant now) =>
        _data.SendMessage(peer, DataTransferHeader.FlowAllocatorEid, message);

    public void Transmit(AllocatedFlow<Address> flow, in Train train, Instant now)
    {
        byte marker = CongestedOf(flow)?.Gate.NoteSent(train.TotalLength, now) ?? 0;
        _data.Send(flow.RemotePeer, flow.Qos.Cube, flow.RemoteEid, marker, train, now);
    }

    public int CreditOf(AllocatedFlow<Address> flow)
    {
        if (CongestedOf(flow) is not { } congested)
        {
            return _data.CreditTo(flow.RemotePeer, flow.Qos.Cube, flow.RemoteEid);
        }

        if (congested.Gate.Reserved > 0)
        {
            // Its room was found already, in the link's queue if not on the link.
            return congested.Gate.Reserved;
        }

        // The gate is asked first, whatever the link has: a gate that is shut tells when it opens only who has asked it.
        int credit = congested.Gate.Credit;
        return credit > 0 ? Math.Min(credit, _data.CreditTo(flow.RemotePeer, flow.Qos.Cube, flow.RemoteEid)) : 0;
    }

    public bool HasCreditFor(AllocatedFlow<Address> flow, int bytes)
    {
        if (CongestedOf(flow) is { } congested)
        {
            if (congested.Gate.Reserved > 0)
            {
                return congested.Gate.Reserved >= bytes;
            }

            if (congested.Gate.Credit < bytes)
            {
                return false;
            }
        }

        return _data.HasCreditTo(flow.RemotePeer, flow.Qos.Cube, flow.RemoteEid, bytes);
    }

    public bool TryReserve(AllocatedFlow<Address> flow, int bytes)
    {
        if (CongestedOf(flow) is not { } congested)
        {
            return _data.CreditTo(flow.RemotePeer, flow.Qos.Cube, flow.RemoteEid) >= bytes;
        }

        bool fits = _data.RoomTo(flow.RemotePeer, flow.Qos.Cube, flow.RemoteEid) >= bytes;
        congested.Gate.Reserve(fits ? bytes : 0);
        return fits;
    }

    public bool IsHeldBack(AllocatedFlow<Address> flow) => flow.TransportState is CongestedFlow { Gate: { IsShut: true, Reserved: 0 } };

    public bool HasWay(AllocatedFlow<Address> flow) => _data.HasWay(flow.RemotePeer, flow.Qos.Cube);

    public void HandleArrival(AllocatedFlow<Address> flow, ArrivingFlow arrival, Instant now)
    {
        if (IsReservable(flow))
        {
            Reserve(flow, new FlowReservation(flow, arrival, _stack.HandleArrival), now);
        }
        else
        {
            _stack.HandleArrival(arrival, now);
        }
    }

    public bool TryAdmit(AllocatedFlow<Address> flow, Instant now)
    {
        // Where the other end has nothing reserved, half of it is of no use.
        bool isReservable = flow.AcceptedQos.ReservesBandwidth && IsReservable(flow);
        if (isReservable)
        {
            Reserve(flow, new FlowReservation(flow, null, null), now);
        }

        return !isReservable;
    }

    public void HandleUpdate(AllocatedFlow<Address> flow, in ArrivalReport arrivals, Instant now)
    {
        if (flow.TransportState is CongestedFlow congested)
        {
            _data.Counters.Congestion.ReportsReceived++;
            congested.Gate.HandleReport(arrivals, now);
        }
        else
        {
            _data.Counters.Congestion.ReportsUnasked++;
        }
    }

    // As a flow that is new: what was known of its way is old.
    public void HandleRest(AllocatedFlow<Address> flow)
    {
        if (!IsHeldBack(flow))
        {
            DropCongestion(flow);
        }
    }

    public void HandleEnded(AllocatedFlow<Address> flow)
    {
        _reservations.End(flow.Eid);
        DropCongestion(flow);
    }

    private void DropCongestion(AllocatedFlow<Address> flow)
    {
        if (flow.TransportState is CongestedFlow congested)
        {
            _data.Counters.Congestion.Silences += congested.Gate.Silences;
            congested.Gate.Close();
            flow.TransportState = null;
        }
    }

    // Asks for a reservation, and there can be one; where not, the flow says so.
    private bool IsReservable(AllocatedFlow<Address> flow)
    {
        if (!flow.Qos.ReservesBandwidth || flow.RemotePeer == _membership.Address)
        {
            return false;
        }

        bool isKnown = _reservations.IsKnown(flow.RemotePeer, flow.Qos.Cube, flow.RemoteEid);
        if (!isKnown)
        {
            flow.Promise(flow.AcceptedQos.WithoutReservation());
        }

        return isKnown;
    }

    private void Reserve(AllocatedFlow<Address> flow, IReservationUser user, Instant now) =>
        _reservations.Begin(flow.RemotePeer, flow.Eid, flow.RemoteEid, flow.Qos.Cube, flow.Qos.Bandwidth, user, now);

    // A flow to this member itself never waits in a queue of the layer.
    private CongestedFlow? CongestedOf(AllocatedFlow<Address> flow) =>
        _isFree || flow.RemotePeer == _membership.Address ? null
        : flow.TransportState as CongestedFlow ?? (flow.State == AllocationState.Closed ? null : Begin(flow));

    private CongestedFlow Begin(AllocatedFlow<Address> flow)
    {
        var congested = new CongestedFlow(_stack.Context, flow, _policy.Create(_packet)!, _packet);
        flow.TransportState = congested;
        return congested;
    }
}
