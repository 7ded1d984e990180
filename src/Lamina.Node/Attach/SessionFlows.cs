using System.Diagnostics.CodeAnalysis;
using Lamina.Core;
using Lamina.Ipc.Irm.Direct;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <summary>
/// The flows of one attached process, and their packets. Its numbers mean nothing outside, and are not used twice: a
/// number that is not in this table is not this process's own.
/// </summary>
internal sealed class SessionFlows : IRingUser
{
    private const int MaxFlows = 65536;
    private const int MaxPendingArrivals = 128;

    private readonly MachineContext _context;
    private readonly OutletShare _share;
    private readonly AttachSession _session;
    private readonly Dictionary<uint, SessionFlow> _flows = [];

    // A layer that fails or loses its ways says so of all flows at once: more than the socket takes. Each flow is in here once.
    private readonly Queue<SessionFlow> _news = new();
    // Those that may be granted more at the end of the turn. Each flow is in here once.
    private readonly List<SessionFlow> _moved = [];
    private uint _lastNumber;
    private int _pendingArrivals;
    private SessionFlow? _awaited;

    public SessionFlows(MachineContext context, AttachSession session)
    {
        _context = context;
        _session = session;
        _share = new OutletShare(context.Pool, session.Counters);
    }

    /// <summary>Whose flows these are.</summary>
    public AttachSession Session => _session;

    public int Count => _flows.Count;

    public bool HasRoom => _flows.Count < MaxFlows && _lastNumber < uint.MaxValue;

    /// <param name="lower">The flow below.</param>
    /// <param name="isUp">What it says of its way to the peer, and the process is told.</param>
    public SessionFlow Add(LowerFlow lower, bool isUp = true)
    {
        SessionFlow flow = Create(lower.MaxPacketSize);
        flow.Way = (isUp, isUp);
        flow.Outlet = new FlowOutlet(lower, flow.Window, _share);
        lower.User = flow;
        return flow;
    }

    public bool TryAdd(ArrivingFlow arrival, [NotNullWhen(true)] out SessionFlow? flow)
    {
        flow = null;
        if (!HasRoom || _pendingArrivals >= MaxPendingArrivals)
        {
            return false;
        }

        flow = Create(arrival.MaxPacketSize);
        flow.Arrival = arrival;
        _pendingArrivals++;
        return true;
    }

    /// <summary>False: the process answers what it was not asked.</summary>
    public bool TryAccept(uint number, ReadOnlySpan<byte> data, Instant now)
    {
        if (data.Length > AllocationRequest.MaxDataLength || !TryTakeArrival(number, out SessionFlow? flow, out ArrivingFlow? arrival))
        {
            return false;
        }

        if (arrival.Accept(data, flow, now) is { } lower)
        {
            flow.Outlet = new FlowOutlet(lower, flow.Window, _share);
            _session.SendTicket(number, lower, now);
        }
        else
        {
            _flows.Remove(number);
            _session.SendEvent(number, FlowEvent.Closed, CloseReason.Timeout, now);
        }

        return true;
    }

    public bool TryRefuse(uint number, CloseReason reason, Instant now)
    {
        if (!TryTakeArrival(number, out SessionFlow? flow, out ArrivingFlow? arrival))
        {
            return false;
        }

        _ = Remove(flow, now);
        arrival.Refuse(reason, now);
        return true;
    }

    /// <summary>True also where the number is gone already: both sides may close at once.</summary>
    public bool TryClose(uint number, CloseReason reason, Instant now)
    {
        if (number > _lastNumber)
        {
            return RefuseForeign();
        }

        if (_flows.TryGetValue(number, out SessionFlow? flow) && flow.Outlet is { } outlet)
        {
            // What it sent before its end comes first.
            _session.Link?.ServeAll(now);
            _ = Remove(flow, now);
            PartingFlow.Close(outlet, reason, _context.Timers, now);
        }

        return true;
    }

    /// <summary>What an end says of the packets that do not come here. True also where the number is gone already.</summary>
    public bool TryCount(in AttachTraffic traffic)
    {
        if (_flows.TryGetValue(traffic.Flow, out SessionFlow? flow) && flow.Outlet?.Lower is IDirectEnd end)
        {
            end.CountPassed(traffic.SentPackets, traffic.SentBytes, traffic.ReceivedPackets, traffic.ReceivedBytes);
        }

        return traffic.Flow <= _lastNumber || RefuseForeign();
    }

    /// <summary>The process is told what it may send, at the end of the turn.</summary>
    public void OweGrant(SessionFlow flow)
    {
        flow.AwaitsWay = false;
        flow.OwesGrant = true;
        NoteMoved(flow);
    }

    /// <summary>Ends a flow that this stack cannot carry any more: this side hears it here, the other from its layer.</summary>
    public void Fail(SessionFlow flow, CloseReason reason, Instant now)
    {
        FlowOutlet? outlet = flow.Outlet;
        HandleEvent(flow, FlowEvent.Closed, reason, now);
        outlet?.Lower.Close(reason, now);
    }

    public void CloseAll(CloseReason reason, Instant now)
    {
        _news.Clear();
        _moved.Clear();
        foreach (SessionFlow flow in _flows.Values.ToArray())
        {
            FlowOutlet? outlet = Remove(flow, now);
            flow.Arrival?.Refuse(CloseReason.NoListener, now);
            outlet?.Clear();
            outlet?.Lower.Close(reason, now);
        }
    }

    public void Deliver(SessionFlow flow, in Train train)
    {
        if (_session.Link?.Write(flow.Number, train) == train.Count)
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
            flow.Outlet?.Drain(now);
            NoteMoved(flow);
            return;
        }

        if (what == FlowEvent.Closed)
        {
            Remove(flow, now)?.Clear();
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

        if (known.Outlet is not { } outlet)
        {
            // Its Accept was sent first, but is still in the socket.
            _awaited = known;
            return false;
        }

        if (!AttachRecord.TryReadHeader(record, outlet.Lower.MaxPacketSize, out int segmentLength, out int count, out bool isUncredited))
        {
            _session.Close(CloseReason.ProtocolError, now);
            return true;
        }

        _session.Counters.TrainsFromApplication++;
        outlet.Take(record[AttachRecord.HeaderLength..], segmentLength, count, isUncredited, now);
        NoteMoved(known);
        return true;
    }

    public void HandleRoom(Instant now)
    {
        // Packets for the application are never held for room: what does not fit is dropped and counted. Grants go at the turn's end.
    }

    public void HandleTurnEnd(Instant now)
    {
        for (int i = 0; i < _moved.Count; i++)
        {
            SessionFlow flow = _moved[i];
            if (flow.Outlet is { } outlet && (outlet.TryGrant() || flow.OwesGrant))
            {
                flow.OwesGrant = _session.Link?.TryWrite(new AttachGrant(flow.Number, outlet.Limit)) == false;
            }

            flow.IsMoved = flow.OwesGrant;
        }

        _moved.RemoveAll(static flow => !flow.IsMoved);
    }

    public void HandleCorrupt(Instant now) => _session.Close(CloseReason.ProtocolError, now);

    private SessionFlow Create(int maxPacketSize)
    {
        var window = new GrantWindow(AttachCredit.ChargeOf(maxPacketSize, packets: 1), _share.FirstWindow(_flows.Count + 1));
        var flow = new SessionFlow(this, ++_lastNumber, window);
        _flows.Add(flow.Number, flow);
        return flow;
    }

    private bool TryTakeArrival(
        uint number, [NotNullWhen(true)] out SessionFlow? flow, [NotNullWhen(true)] out ArrivingFlow? arrival)
    {
        arrival = null;
        if (!_flows.TryGetValue(number, out flow) || flow.Arrival is null)
        {
            return RefuseForeign();
        }

        arrival = flow.Arrival;
        flow.Arrival = null;
        _pendingArrivals--;
        return true;
    }

    /// <summary>The process names a flow that it was never given, or answers one that asks nothing: it ends with that.</summary>
    private bool RefuseForeign()
    {
        _session.Counters.RefusedFlowId++;
        return false;
    }

    /// <summary>Takes it out of the table; what is below it is the caller's to end.</summary>
    private FlowOutlet? Remove(SessionFlow flow, Instant now)
    {
        FlowOutlet? outlet = flow.Outlet;
        flow.Outlet = null;
        flow.OwesGrant = false;
        _flows.Remove(flow.Number);
        if (flow.Arrival is not null)
        {
            _pendingArrivals--;
        }

        flow.Pair?.Leave(flow, now);
        flow.Pair = null;
        ResumeFor(flow);
        return outlet;
    }

    private void ResumeFor(SessionFlow flow)
    {
        if (_awaited != flow)
        {
            return;
        }

        _awaited = null;
        _session.Link?.Resume();
    }

    private void NoteMoved(SessionFlow flow)
    {
        if (!flow.IsMoved)
        {
            flow.IsMoved = true;
            _moved.Add(flow);
        }
    }
}
