using Lamina.Core;
using Lamina.Protocols.Allocation.Strangers;
using Lamina.Wire.Allocation;

namespace Lamina.Protocols.Allocation;

/// <summary>
/// Gives flows between peers that can send each other messages and packets: an idempotent, repeated request, a reply, a
/// confirmation with the first packet, updates, a close that is repeated until it is acknowledged. One machine for all
/// layers; what differs is how they name peers and carry bytes (<see cref="IAllocationTransport{TPeer}"/>).
/// <para>
/// It does not watch for dead peers: who stands on a flow that should notice asks for a QoS spec with a time-out, and
/// the flow's end sends. Whatever is sent to an end that is gone is answered with a close.
/// </para>
/// </summary>
/// <typeparam name="TPeer">How the layer names its peers.</typeparam>
public sealed partial class FlowAllocator<TPeer>
    where TPeer : struct, IEquatable<TPeer>
{
    private readonly int[] _flowsInState = new int[Enum.GetValues<AllocationState>().Length];
    private List<AllocatedFlow<TPeer>> _waitingForCredit = [];
    private List<AllocatedFlow<TPeer>> _notified = [];
    private bool _isTelling;
    private bool _isToldAgain;
    private AnswerLimiter _unknownEndAnswers;
    private bool _isShutDown;

    /// <summary>An allocator.</summary>
    /// <param name="context">What the machines of the stack share.</param>
    /// <param name="transport">The IPC process that it belongs to.</param>
    /// <param name="settings">Times and bounds; null: the defaults.</param>
    public FlowAllocator(MachineContext context, IAllocationTransport<TPeer> transport, AllocatorSettings? settings = null)
    {
        Context = context;
        Transport = transport;
        Settings = settings ?? AllocatorSettings.Default;
        Sender = new AllocationSender<TPeer>(transport);
        Strangers = new StrangerGate(context, Settings.Strangers, Settings.MaxPending);
        Table = new FlowTable<TPeer>(context, Settings.MaxRemembered);
    }

    /// <summary>Flows that are given at present, those in the making included, those being closed not.</summary>
    public int FlowCount => Table.Count - _flowsInState[(int)AllocationState.Closing];

    /// <summary>Flows that were asked for here and are not confirmed yet.</summary>
    public int PendingCount =>
        _flowsInState[(int)AllocationState.Arriving] + _flowsInState[(int)AllocationState.Offered];

    /// <summary>Of all flows, those whose requester has not shown that it hears what is sent to it.</summary>
    public int UnprovenCount => Strangers.Unproven;

    /// <summary>Flows that are closed here while the peer has not acknowledged it.</summary>
    public int ClosingCount => _flowsInState[(int)AllocationState.Closing];

    /// <summary>Flows that are gone and remembered, in case something of theirs is still on its way.</summary>
    public int RememberedCount => Table.Closed.Count;

    /// <summary>True once it has ended: it gives no flow any more.</summary>
    public bool IsShutDown => _isShutDown;

    /// <summary>What was dropped or refused.</summary>
    public AllocationCounters Counters { get; } = new();

    /// <summary>What the machines of the stack share.</summary>
    public MachineContext Context { get; }

    internal IAllocationTransport<TPeer> Transport { get; }

    internal AllocatorSettings Settings { get; }

    internal AllocationSender<TPeer> Sender { get; }

    internal FlowTable<TPeer> Table { get; }

    internal StrangerGate Strangers { get; }

    internal CookiePurse<TPeer> Purse { get; } = new();

    /// <summary>Asks a peer for a flow; the sink hears of it once, later.</summary>
    /// <returns>What <see cref="Withdraw"/> takes; 0 where there is nothing to withdraw, since a refusal is on its way.</returns>
    public ulong Allocate(TPeer peer, in AllocationRequest request, IAllocationSink sink, Instant now)
    {
        if (_isShutDown)
        {
            RefusedAllocation.Post(Context, sink, CloseReason.ShuttingDown);
        }
        else if (request.Data.Length > AllocationRequest.MaxDataLength || request.Destination.Length == 0)
        {
            RefusedAllocation.Post(Context, sink, CloseReason.NoResources);
        }
        else
        {
            var flow = new AllocatedFlow<TPeer>(this, Table.DrawEid(now), peer, 0, request.Qos);
            Table.Add(flow);
            flow.Request(request, sink, now);
            return flow.Eid;
        }

        return 0;
    }

    /// <summary>
    /// Gives up a flow that was asked for and is not answered: nothing is left of it here, the sink hears nothing more, and the
    /// peer is told. Nothing where it has been answered.
    /// </summary>
    /// <param name="eid">What <see cref="Allocate"/> returned.</param>
    /// <param name="now">The present.</param>
    public void Withdraw(ulong eid, Instant now)
    {
        if (Table.TryGet(eid, out AllocatedFlow<TPeer> flow))
        {
            flow.Withdraw(now);
        }
    }

    /// <summary>The flow of a number in the stack; null where there is none. Looks at all of them: not for the packet path.</summary>
    public AllocatedFlow<TPeer>? Find(long id) => Table.All.FirstOrDefault(flow => flow.Id == id);

    /// <summary>A message for this component.</summary>
    /// <param name="message">Its bytes, lent.</param>
    /// <param name="from">Who sent it, where the layer below tells; see <see cref="IAllocationTransport{TPeer}.PeerOf"/>.</param>
    /// <param name="now">The present.</param>
    public void HandleMessage(ReadOnlySpan<byte> message, TPeer from, Instant now)
    {
        if (_isShutDown)
        {
            return;
        }

        var reader = new SpanReader(message);
        bool isRead = AllocationHeader.TryRead(ref reader, Transport.AddressSize, out AllocationHeader header);
        TPeer peer = Transport.PeerOf(header.Address, from);
        isRead = isRead && header.Version switch
        {
            AllocationHeader.CurrentVersion => TryDispatch(header.Kind, message, peer, now),
            AllocationHeader.RefusalVersion => TryHandleVersionRefusal(message, now),
            _ => TryRefuseVersion(header, peer, now),
        };

        if (!isRead)
        {
            Counters.Malformed++;
        }
    }

    /// <summary>Packets for a flow, all with the same EID; the train is lent, and starts behind the layer's headers.</summary>
    /// <returns>False when no flow here has the EID: they are dropped and counted.</returns>
    public bool HandleData(ulong eid, in Train train, Instant now)
    {
        if (Table.TryGet(eid, out AllocatedFlow<TPeer> flow))
        {
            flow.HandleData(train, now);
            return true;
        }

        Counters.UnknownEnd += train.Count;
        return false;
    }

    /// <summary>As above, where the sender is known: it learns that there is no such flow, but not too often.</summary>
    public bool HandleData(ulong eid, in Train train, TPeer from, Instant now)
    {
        if (HandleData(eid, train, now))
        {
            return true;
        }

        if (!_isShutDown && eid >= AllocationHeader.FirstFlowEid && Sender.MayClose(train.Length) && _unknownEndAnswers.TryTake(now))
        {
            Sender.SendClose(from, eid, 0, CloseReason.PeerDied, now);
        }

        return false;
    }

    /// <summary>
    /// Credit was 0 for some flow and may not be any more; whoever asked in vain is told. Who is told may change a way, which is said
    /// here again from inside: then there is another round, after this one.
    /// </summary>
    public void HandleWritable(Instant now)
    {
        _isToldAgain = _isTelling;
        if (_isTelling)
        {
            return;
        }

        _isTelling = true;
        do
        {
            _isToldAgain = false;
            TellWaiting(now);
        }
        while (_isToldAgain);
        _isTelling = false;
    }

    /// <summary>There are other ways than before: users of flows that lost theirs, or have one again, are told.</summary>
    public void HandleWaysChanged(Instant now)
    {
        foreach (AllocatedFlow<TPeer> flow in Table.All.Where(flow => flow.IsUp != Transport.HasWay(flow)).ToArray())
        {
            flow.HandleWay(Transport.HasWay(flow), now);
        }
    }

    /// <summary>Tells the other end of a flow how its packets fare on the way to this end.</summary>
    public void SendUpdate(AllocatedFlow<TPeer> flow, in ArrivalReport arrivals, Instant now) =>
        Sender.SendUpdate(flow.RemotePeer, flow.Eid, flow.RemoteEid, arrivals, now);

    /// <summary>True where there are flows whose other end is at this peer.</summary>
    public bool HasFlowsTo(TPeer peer) => Table.HasFlowsTo(peer);

    /// <summary>The flow of an end here; false where there is none.</summary>
    public bool TryGet(ulong eid, out AllocatedFlow<TPeer> flow) => Table.TryGet(eid, out flow);

    /// <summary>Ends everything at once; users and sinks are told, peers as far as one message reaches them.</summary>
    public void Shutdown(CloseReason reason, Instant now)
    {
        _isShutDown = true;
        foreach (AllocatedFlow<TPeer> flow in Table.All.ToArray())
        {
            flow.Abandon(reason, now);
        }

        _waitingForCredit.Clear();
        Table.Closed.Clear();
    }

    /// <summary>
    /// A peer has left on purpose. Whatever it said to its flows in parting may come after the news, or on a way that is gone
    /// by then, so they end here.
    /// </summary>
    public void HandlePeerLeft(TPeer peer, Instant now)
    {
        foreach (AllocatedFlow<TPeer> flow in Table.All.Where(flow => flow.RemotePeer.Equals(peer)).ToArray())
        {
            flow.Abandon(CloseReason.ShuttingDown, now);
        }
    }

    internal void WaitForCredit(AllocatedFlow<TPeer> flow) => _waitingForCredit.Add(flow);

    internal void Forget(AllocatedFlow<TPeer> flow, CloseReason reason, Instant now)
    {
        Table.Remove(flow);
        Transport.HandleEnded(flow);
        Instant until = now + (flow.MaxPacketLifetime * 3) + Settings.AckDelay + Settings.RetransmissionTime;
        Table.Closed.Add(flow.Eid, flow.RemotePeer, flow.RemoteEid, reason, until);
    }

    internal void CountState(AllocationState before, AllocationState after)
    {
        _flowsInState[(int)before]--;
        _flowsInState[(int)after]++;
    }

    private void TellWaiting(Instant now)
    {
        (_waitingForCredit, _notified) = (_notified, _waitingForCredit);
        int unserved = 0;
        foreach (AllocatedFlow<TPeer> flow in _notified)
        {
            // Those before it have taken all there was: it goes on waiting, and is first next time.
            if (flow.CarriesPackets && Transport.CreditOf(flow) <= 0 && !Transport.IsHeldBack(flow))
            {
                _waitingForCredit.Insert(unserved++, flow);
            }
            else
            {
                flow.HandleWritable(now);
            }
        }

        _notified.Clear();
    }
}
