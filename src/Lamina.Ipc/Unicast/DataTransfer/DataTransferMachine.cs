using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Adjacencies.Paths;
using Lamina.Ipc.Unicast.Forwarding;
using Lamina.Ipc.Unicast.Scheduling;
using Lamina.Wire.DataTransfer;
using Lamina.Wire.Tracing;

namespace Lamina.Ipc.Unicast.DataTransfer;

/// <summary>
/// Moves packets: from neighbours to this member's end points or on to other neighbours, and from the end points out.
/// Trains are split into runs of equal headers and otherwise stay whole. What turns around (a packet that is passed on,
/// an answer, a packet for this member itself) goes through the run queue, so that no machine is entered twice.
/// </summary>
public sealed partial class DataTransferMachine(Membership membership, MachineContext context, IDataTransferUser user) : IDeferred
{
    private readonly DataTransferFormat _format = membership.Format;
    private readonly int _headerLength = membership.Format.HeaderLength;
    private readonly Address _self = membership.Address;

    /// <summary>What became of the packets.</summary>
    public DataTransferCounters Counters { get; } = new();

    /// <summary>The ways out; routing replaces it as a whole.</summary>
    public ForwardingTable Table { get; set; } = ForwardingTable.Empty;

    /// <summary>Largest head room of a data flow below that was ever known; it never shrinks.</summary>
    public int LowerHeadRoom { get; set; }

    /// <summary>Bytes of the layer's own header.</summary>
    public int HeaderLength => _headerLength;

    /// <summary>Bytes that this layer and those below push in front of a packet.</summary>
    public int HeadRoom => _headerLength + LowerHeadRoom;

    /// <summary>The header of a packet, of at least <see cref="HeaderLength"/> bytes.</summary>
    internal DataTransferHeader Read(in Train packet) => _format.Read(packet[0]);

    /// <summary>Packets from a neighbour.</summary>
    public void HandleTrain(in Train arrived, Instant now)
    {
        Train train = arrived;
        if (train.ShortestLength < _headerLength)
        {
            // Only the last segment may be shorter than the others.
            Counters.Malformed++;
            if (train.Count == 1 || train.Length < _headerLength)
            {
                Counters.Malformed += train.Count - 1;
                return;
            }

            train = train.Slice(0, train.Count - 1);
        }

        MarkWaited(train);
        int first = 0;
        DataTransferHeader header = _format.Read(train[0]);
        for (int i = 1; i < train.Count; i++)
        {
            DataTransferHeader next = _format.Read(train[i]);
            if (next != header)
            {
                HandleArrived(header, train.Slice(first, i - first), now);
                first = i;
                header = next;
            }
        }

        HandleArrived(header, train.Slice(first, train.Count - first), now);
    }

    /// <summary>Sends packets of a flow with a <see cref="CongestionByte"/>; consumes one reference of the buffer.</summary>
    public void Send(Address destination, QosCube cube, ulong eid, byte congestion, in Train packets, Instant now)
    {
        Train train = packets;
        if (train.HeadRoom < _headerLength && !TryMakeRoom(ref train))
        {
            return;
        }

        Counters.Sent += train.Count;
        PushHeader(ref train, new DataTransferHeader(destination, membership.Parameters.InitialTtl, cube, congestion, eid));
        if (destination == _self)
        {
            TurnAround(train);
        }
        else
        {
            Route(destination, cube, eid, train, now);
        }
    }

    /// <summary>Sends a message to a component of a member; it leaves through the run queue, since it is often an answer.</summary>
    public void SendMessage(Address destination, ulong component, ReadOnlySpan<byte> message) =>
        SendMessage(destination, component, message, QosCube.BestEffort, membership.Parameters.InitialTtl);

    /// <summary>As the other, in a cube, and for so many hops.</summary>
    public void SendMessage(Address destination, ulong component, ReadOnlySpan<byte> message, QosCube cube, byte ttl)
    {
        int headRoom = HeadRoom;
        if (message.Length > membership.MessageRoom
            || !context.Pool.TryRent(headRoom + message.Length, out PacketBuffer buffer))
        {
            Counters.NoResources++;
            return;
        }

        var train = Train.Single(buffer, headRoom, message.Length);
        message.CopyTo(train[0]);
        Counters.Sent++;
        PushHeader(ref train, new(destination, ttl, cube, 0, component));
        TurnAround(train);
    }

    /// <summary>Sends a message to a component of a neighbour over one flow, whatever the routes say.</summary>
    internal void SendOver(LinkScheduler link, Address neighbour, ulong component, ReadOnlySpan<byte> message, Instant now)
    {
        int headRoom = HeadRoom;
        if (!context.Pool.TryRent(headRoom + message.Length, out PacketBuffer buffer))
        {
            Counters.NoResources++;
            return;
        }

        var train = Train.Single(buffer, headRoom, message.Length);
        message.CopyTo(train[0]);
        Counters.Sent++;
        PushHeader(ref train, new(neighbour, 1, QosCube.BestEffort, 0, component));
        link.Send(SchedulingClass.Control, KeyOf(neighbour, component), train, now);
    }

    /// <summary>What a flow to a neighbour is used through: whole packets, or parts of them.</summary>
    internal PathFlow NewPath(LowerFlow lower, Address neighbour) => new(lower, neighbour, membership, context, Counters.Parts);

    /// <summary>What is in front of a new data flow to a neighbour.</summary>
    internal LinkScheduler NewScheduler(LowerFlow flow) => new(flow, _format, Counters.Classes);

    /// <summary>Bytes that a flow may send to a member now; 0 where there is no way at present.</summary>
    public int CreditTo(Address destination, QosCube cube, ulong eid) => destination == _self
        ? LocalCredit
        : Table.Find(destination, cube)?.Pick(eid)?.Active?.Scheduler
            .CreditFor(SchedulingClasses.Of(cube, eid), KeyOf(destination, eid)) ?? 0;

    /// <summary>Whether <see cref="CreditTo"/> would say so many bytes; costs the same at every depth where they are few.</summary>
    public bool HasCreditTo(Address destination, QosCube cube, ulong eid, int bytes) => destination == _self
        ? LocalCredit >= bytes
        : Table.Find(destination, cube)?.Pick(eid)?.Active?.Scheduler
            .HasCreditFor(SchedulingClasses.Of(cube, eid), KeyOf(destination, eid), bytes) == true;

    /// <summary>Bytes that may go out to a member at once, or wait for it.</summary>
    public int RoomTo(Address destination, QosCube cube, ulong eid) => destination == _self
        ? LocalCredit
        : Table.Find(destination, cube)?.Pick(eid)?.Active?.Scheduler
            .RoomFor(SchedulingClasses.Of(cube, eid), KeyOf(destination, eid)) ?? 0;

    /// <summary>The flow below that the packets of a flow go out by; null where there is none, or they stay here.</summary>
    internal DataLink? WayTo(Address destination, QosCube cube, ulong eid) =>
        destination == _self ? null : Table.Find(destination, cube)?.Pick(eid)?.Active;

    /// <summary>False where no packet of a cube could be sent to a member now.</summary>
    public bool HasWay(Address destination, QosCube cube) =>
        destination == _self || Table.Find(destination, cube)?.Pick(0)?.ActiveData is not null;

    /// <summary>A packet with its header, on its way out or to this member.</summary>
    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        DataTransferHeader header = _format.Read(train[0]);
        if (header.Destination == _self)
        {
            Deliver(header, train, now);
            train.Buffer.Release();
        }
        else
        {
            Route(header.Destination, header.Cube, header.Eid, train, now);
        }
    }

    // The system's queue in front of this host is one of this layer's queues: what has stood there slows its source down, too.
    private void MarkWaited(in Train train)
    {
        byte level = CongestionByte.LevelFor(context.InputWait);
        for (int i = 0; level > 0 && i < train.Count; i++)
        {
            ref byte congestion = ref _format.Congestion(train[i]);
            congestion = CongestionByte.Raise(congestion, level);
        }
    }

    private void HandleArrived(in DataTransferHeader header, in Train run, Instant now)
    {
        if (_isSealed && header.Eid < DataTransferHeader.FirstFlowEid && !IsOfPath(header))
        {
            HandleSealed(header, run, now);
        }
        else
        {
            HandleRun(header, run, now);
        }
    }

    private void HandleRun(in DataTransferHeader header, in Train run, Instant now)
    {
        if (header.Destination == _self)
        {
            Deliver(header, run, now);
            return;
        }

        if (header.Ttl <= 1)
        {
            HandleExpired(header, run, now);
            return;
        }

        for (int i = 0; i < run.Count; i++)
        {
            _format.SetTtl(run[i], (byte)(header.Ttl - 1));
        }

        Counters.Forwarded += run.Count;
        run.Buffer.Retain();
        TurnAround(run);
    }

    private void Deliver(in DataTransferHeader header, in Train packets, Instant now)
    {
        Train train = packets;
        train.Pop(_headerLength);
        Counters.Delivered += train.Count;
        if (header.Eid >= DataTransferHeader.FirstFlowEid)
        {
            user.HandleData(header, train, now);
            return;
        }

        for (int i = 0; i < train.Count; i++)
        {
            if (header.Eid == DataTransferHeader.TraceEid)
            {
                user.HandleTrace(header, train[i], now);
            }
            else
            {
                user.HandleComponentMessage(header.Eid, train[i], now);
            }
        }
    }

    // A question of a trace has come where it was meant to come.
    private void HandleExpired(in DataTransferHeader header, in Train run, Instant now)
    {
        if (header.Eid == DataTransferHeader.TraceEid)
        {
            Deliver(header, run, now);
        }
        else
        {
            Counters.Expired += run.Count;
        }
    }

    private void Route(Address destination, QosCube cube, ulong eid, in Train packets, Instant now)
    {
        // A question of a trace goes the way of the flow that it asks about.
        ulong spread = eid == DataTransferHeader.TraceEid ? TraceQuestion.SpreadOf(packets[0][_headerLength..], eid) : eid;
        Neighbour? neighbour = Table.Find(destination, cube)?.Pick(spread);
        DataLink? link = neighbour?.Active;
        if (link is null)
        {
            Counters.Unroutable += packets.Count;
            packets.Buffer.Release();
            return;
        }

        neighbour!.NoteUse(now);
        if (_isSealed && eid < DataTransferHeader.FirstFlowEid)
        {
            SendSealed(link, KeyOf(destination, eid), packets, now);
            return;
        }

        Train train = packets;
        if (train.HeadRoom >= link.Flow.HeadRoom || TryMakeRoom(ref train))
        {
            link.Scheduler.Send(SchedulingClasses.Of(cube, eid), KeyOf(destination, eid), train, now);
        }
    }

    private void PushHeader(ref Train train, in DataTransferHeader header)
    {
        train.Push(_headerLength);
        for (int i = 0; i < train.Count; i++)
        {
            _format.Write(train[i], header);
        }
    }

    private void TurnAround(in Train train)
    {
        int count = train.Count;
        if (!context.RunQueue.TryPostTrain(this, 0, train))
        {
            Counters.NoResources += count;
        }
    }

    // Consumes the reference where it fails.
    private bool TryMakeRoom(ref Train train)
    {
        bool copied = train.TryCopy(context.Pool, HeadRoom, out Train copy);
        if (copied)
        {
            Counters.Copied += train.Count;
        }
        else
        {
            Counters.NoResources += train.Count;
        }

        train.Buffer.Release();
        train = copy;
        return copied;
    }

    /// <summary>What the packets of one flow, and only they, have in common.</summary>
    internal static ulong KeyOf(Address destination, ulong eid) => eid ^ (destination.Value * 0xD6E8FEB86659FD93);

    private const int LocalCredit = 1 << 20;
}
