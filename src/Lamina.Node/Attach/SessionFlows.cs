using System.Diagnostics.CodeAnalysis;
using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <summary>
/// The flows of one attached process, and their packets. Its numbers mean nothing outside, and are not used twice: a
/// number that is not in this table is not this process's own.
/// </summary>
internal sealed class SessionFlows : IRingUser, ITimed
{
    private const int MaxFlows = 65536;
    private const int MaxPendingArrivals = 128;

    // A full bearer has room again in less; a flow without a route must not hold the ring that all flows share.
    private static readonly Duration LongestHold = Duration.FromMilliseconds(5);

    private readonly PacketPool _pool;
    private readonly AttachSession _session;
    private readonly MachineTimer _holdTimer;
    private readonly Dictionary<uint, SessionFlow> _flows = [];

    // A layer that fails or loses its ways says so of all flows at once: more than the socket takes. Each flow is in here once.
    private readonly Queue<SessionFlow> _news = new();
    private uint _lastNumber;
    private int _pendingArrivals;
    private SessionFlow? _awaited;

    public SessionFlows(MachineContext context, AttachSession session)
    {
        _pool = context.Pool;
        _session = session;
        _holdTimer = new MachineTimer(context.Timers, this);
    }

    public int Count => _flows.Count;

    public bool HasRoom => _flows.Count < MaxFlows && _lastNumber < uint.MaxValue;

    /// <param name="lower">The flow below.</param>
    /// <param name="isUp">What it says of its way to the peer, and the process is told.</param>
    public uint Add(LowerFlow lower, bool isUp = true)
    {
        SessionFlow flow = Create();
        flow.Way = (isUp, isUp);
        flow.Lower = lower;
        lower.User = flow;
        return flow.Number;
    }

    public bool TryAdd(ArrivingFlow arrival, out uint number)
    {
        number = 0;
        if (!HasRoom || _pendingArrivals >= MaxPendingArrivals)
        {
            return false;
        }

        SessionFlow flow = Create();
        flow.Arrival = arrival;
        _pendingArrivals++;
        number = flow.Number;
        return true;
    }

    /// <summary>False: the process answers what it was not asked.</summary>
    public bool TryAccept(uint number, ReadOnlySpan<byte> data, Instant now)
    {
        if (data.Length > AllocationRequest.MaxDataLength || !TryTakeArrival(number, out SessionFlow? flow, out ArrivingFlow? arrival))
        {
            return false;
        }

        flow.Lower = arrival.Accept(data, flow, now);
        if (flow.Lower is null)
        {
            _flows.Remove(number);
            _session.SendEvent(number, FlowEvent.Closed, CloseReason.Timeout, now);
        }
        else
        {
            _session.SendTicket(number, flow.Lower, now);
        }

        ResumeFor(flow);
        return true;
    }

    public bool TryRefuse(uint number, CloseReason reason, Instant now)
    {
        if (!TryTakeArrival(number, out SessionFlow? flow, out ArrivingFlow? arrival))
        {
            return false;
        }

        Remove(flow);
        arrival.Refuse(reason, now);
        return true;
    }

    /// <summary>True also where the number is gone already: both sides may close at once.</summary>
    public bool TryClose(uint number, CloseReason reason, Instant now)
    {
        if (number > _lastNumber)
        {
            return false;
        }

        if (_flows.TryGetValue(number, out SessionFlow? flow) && flow.Lower is not null)
        {
            // What it sent before its end comes first.
            do
            {
                StopWaitingForCredit();
                _session.Link?.ServeAll(now);
            }
            while (_awaited is { Lower: not null });
            Remove(flow);
            flow.Lower.Close(reason, now);
        }

        return true;
    }

    public void CloseAll(CloseReason reason, Instant now)
    {
        _holdTimer.Remove();
        _news.Clear();
        foreach (SessionFlow flow in _flows.Values.ToArray())
        {
            Remove(flow);
            flow.Arrival?.Refuse(CloseReason.NoListener, now);
            flow.Lower?.Close(reason, now);
        }
    }

    public void Deliver(SessionFlow flow, in Train train)
    {
        if (_session.Link?.TryWrite(flow.Number, train) == true)
        {
            _session.Counters.TrainsToApplication++;
        }
        else
        {
            _session.Counters.DroppedRingFull++;
        }
    }

    public void HandleEvent(SessionFlow flow, FlowEvent what, CloseReason reason, Instant now)
    {
        if (what == FlowEvent.Writable)
        {
            flow.IsStarved = false;
            ResumeFor(flow);
            return;
        }

        if (what == FlowEvent.Closed)
        {
            Remove(flow);
            flow.ClosedBecause = reason == CloseReason.None ? CloseReason.Other : reason;
            _session.Link?.Flush();
        }
        else
        {
            flow.Way = flow.Way with { IsUp = what == FlowEvent.Up };
        }

        if (!flow.HasNews)
        {
            flow.HasNews = true;
            _news.Enqueue(flow);
        }

        TellNews(now);
    }

    /// <summary>Tells the process of its flows, as far as its socket takes it; what changed meanwhile is told once.</summary>
    public void TellNews(Instant now)
    {
        while (_session.HasControlRoom && _news.TryDequeue(out SessionFlow? flow))
        {
            flow.HasNews = false;
            if (flow.ClosedBecause != CloseReason.None)
            {
                _session.SendEvent(flow.Number, FlowEvent.Closed, flow.ClosedBecause, now);
            }
            else if (flow.Way.IsUp != flow.Way.IsToldUp && _flows.ContainsKey(flow.Number))
            {
                flow.Way = (flow.Way.IsUp, flow.Way.IsUp);
                _session.SendEvent(flow.Number, flow.Way.IsUp ? FlowEvent.Up : FlowEvent.Down, CloseReason.None, now);
            }
        }
    }

    public bool HandleRecord(uint flow, ReadOnlySpan<byte> record, Instant now)
    {
        if (!_flows.TryGetValue(flow, out SessionFlow? known))
        {
            _session.Counters.RefusedFlowId++;
            return true;
        }

        if (known.Lower is not { } lower)
        {
            // Its Accept was sent first, but is still in the socket.
            _awaited = known;
            return false;
        }

        if (!AttachRecord.TryReadHeader(record, lower.MaxPacketSize, out int segmentLength, out int count))
        {
            _session.Close(CloseReason.ProtocolError, now);
            return true;
        }

        if (lower.Credit <= 0)
        {
            if (known.IsStarved)
            {
                _session.Counters.DroppedNoCredit++;
                return true;
            }

            _awaited = known;
            _holdTimer.Set(now + LongestHold);
            return false;
        }

        known.IsStarved = false;
        _session.Counters.TrainsFromApplication++;
        ReadOnlySpan<byte> segments = record[AttachRecord.HeaderLength..];
        int perTrain = Math.Max(1, PacketPool.LargeCapacity / Math.Max(1, segmentLength + lower.HeadRoom));
        for (int first = 0; first < count; first += perTrain)
        {
            int bytes = Math.Min(perTrain * segmentLength, segments.Length - (first * segmentLength));
            Transmit(lower, segments.Slice(first * segmentLength, bytes), segmentLength, now);
        }

        return true;
    }

    public void HandleTimeout(Instant now) => StopWaitingForCredit();

    public void HandleRoom(Instant now)
    {
        // Packets for the application are never held for room: what does not fit is dropped and counted.
    }

    public void HandleCorrupt(Instant now) => _session.Close(CloseReason.ProtocolError, now);

    private SessionFlow Create()
    {
        var flow = new SessionFlow(this, ++_lastNumber);
        _flows.Add(flow.Number, flow);
        return flow;
    }

    private bool TryTakeArrival(
        uint number, [NotNullWhen(true)] out SessionFlow? flow, [NotNullWhen(true)] out ArrivingFlow? arrival)
    {
        arrival = null;
        if (!_flows.TryGetValue(number, out flow) || flow.Arrival is null)
        {
            return false;
        }

        arrival = flow.Arrival;
        flow.Arrival = null;
        _pendingArrivals--;
        return true;
    }

    private void Remove(SessionFlow flow)
    {
        _flows.Remove(flow.Number);
        if (flow.Arrival is not null)
        {
            _pendingArrivals--;
        }

        ResumeFor(flow);
    }

    private void ResumeFor(SessionFlow flow)
    {
        if (_awaited != flow)
        {
            return;
        }

        _awaited = null;
        _holdTimer.Stop();
        _session.Link?.Resume();
    }

    /// <summary>The flow that holds the ring loses what it sends until the layer below takes something again.</summary>
    private void StopWaitingForCredit()
    {
        if (_awaited is not { Lower: not null } flow)
        {
            return;
        }

        flow.IsStarved = true;
        ResumeFor(flow);
    }

    /// <summary>The one copy: lower layers write their headers into memory that the application cannot reach.</summary>
    private void Transmit(LowerFlow lower, ReadOnlySpan<byte> segments, int segmentLength, Instant now)
    {
        int headRoom = lower.HeadRoom;
        int count = segmentLength == 0 ? 1 : (segments.Length + segmentLength - 1) / segmentLength;
        if (!_pool.TryRent((count * headRoom) + segments.Length, out PacketBuffer buffer))
        {
            _session.Counters.DroppedNoBuffer++;
            return;
        }

        int last = segments.Length - ((count - 1) * segmentLength);
        var train = new Train
        {
            Buffer = buffer,
            Offset = headRoom,
            Stride = segmentLength + headRoom,
            Length = count == 1 ? last : segmentLength,
            LastLength = last,
            Count = count,
            HeadRoom = headRoom,
        };
        for (int i = 0; i < count; i++)
        {
            segments.Slice(i * segmentLength, train.LengthOf(i)).CopyTo(train[i]);
        }

        lower.Transmit(train, now);
    }
}
