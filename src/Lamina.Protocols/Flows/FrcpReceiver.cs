using Lamina.Core;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Flows;

/// <summary>
/// The receiving half of FRCP: the order, the window that we grant, and when to acknowledge. With retransmission it waits
/// for what is missing; without, it skips gaps and drops what comes late.
/// </summary>
internal sealed class FrcpReceiver(
    PacketPath path, MessageQueue queue, FlowLimits limits, DeltaT bounds, bool retransmits, TimerTable timers)
{
    private readonly ReorderStore _store = new(path.Context.Pool, path.Counters);
    private readonly Duration _ackDelay = Duration.Min(limits.DelayedAck, bounds.AckBound);
    private int _fragment = path.FragmentSize(FrcpHeader.Length);
    private Instant _lastHeard;
    private SequenceNumber _next;
    private SequenceNumber _edge;
    private SequenceNumber _advertised;
    private int _unacknowledged;
    private bool _acknowledgesAtOnce;

    /// <summary>A run is known: acknowledgement numbers mean something.</summary>
    public bool IsInRun { get; private set; }

    /// <summary>The next number expected.</summary>
    public SequenceNumber Next => _next;

    /// <summary>An acknowledgement or window should be sent now.</summary>
    public bool WantsAck { get; private set; }

    private int WindowPackets => Math.Min(limits.ReceivePackets, limits.ReceiveBytes / _fragment);

    /// <summary>Segments with consecutive numbers came; lent.</summary>
    public void HandleRun(Train slice, SequenceNumber first, bool isDataRun, Instant now)
    {
        if (!TryEnterRun(first, slice.Count, isDataRun, now))
        {
            return;
        }

        int known = Math.Min(slice.Count, Math.Max(0, _next.DistanceFrom(first)));
        if (known > 0)
        {
            DropKnown(known);
            if (known == slice.Count)
            {
                return;
            }

            slice = slice.Slice(known, slice.Count - known);
            first += known;
        }

        if (retransmits)
        {
            HandleReliably(slice, first, now);
        }
        else
        {
            HandleInOrder(slice, first);
        }
    }

    /// <summary>The window's right edge. It never moves back: what a packet takes from the room, the next number gains.</summary>
    public SequenceNumber Edge()
    {
        int room = Math.Min(limits.ReceivePackets - queue.Packets, (limits.ReceiveBytes - queue.Bytes) / _fragment);
        _edge = SequenceNumber.Later(_edge, _next + Math.Max(0, room));
        return _edge;
    }

    /// <summary>The reader made room: tell the peer once it is a quarter of the window.</summary>
    public void HandleRead()
    {
        if (retransmits && Edge().DistanceFrom(_advertised) >= Math.Max(1, WindowPackets / 4))
        {
            WantsAck = true;
        }
    }

    /// <summary>The peer asks, or nobody reads any more.</summary>
    public void AckNow() => WantsAck = true;

    /// <summary>From now on acknowledgements do not wait: the peer may be waiting to close.</summary>
    public void AckAtOnce()
    {
        _acknowledgesAtOnce = true;
        WantsAck |= _unacknowledged > 0;
    }

    /// <summary>Acknowledgement and window are on their way.</summary>
    public void NoteAcknowledged()
    {
        WantsAck = false;
        _unacknowledged = 0;
        _advertised = _edge;
        timers.Stop(FrcpTimer.DelayedAck);
    }

    /// <summary>Acknowledgement and window for a data packet to carry.</summary>
    /// <returns>The flags that say which of them are valid.</returns>
    public FrcpFlags TakeFeedback(out SequenceNumber window, out SequenceNumber acknowledgement)
    {
        acknowledgement = _next;
        window = Edge();
        if (!retransmits || !IsInRun)
        {
            return FrcpFlags.None;
        }

        if (_store.IsEmpty)
        {
            // Blocks do not fit in front of data; they go by themselves.
            NoteAcknowledged();
        }

        return FrcpFlags.Acknowledgement | FrcpFlags.Window;
    }

    /// <summary>Blocks for an acknowledgement.</summary>
    public int WriteBlocks(Span<SackBlock> blocks) => _store.WriteBlocks(blocks);

    /// <summary>Gives back every buffer.</summary>
    public void Release() => _store.Clear();

    private bool TryEnterRun(SequenceNumber first, int count, bool isDataRun, Instant now)
    {
        if (IsInRun && now - _lastHeard > bounds.ReceiverInactivity)
        {
            IsInRun = false;
        }

        if (!IsInRun)
        {
            if (retransmits && !isDataRun)
            {
                path.Counters.Drop(DropReason.OutsideRun, count);
                return false;
            }

            IsInRun = true;
            _store.Clear();
            if (!retransmits)
            {
                // With retransmission the sender begins anew only when everything has arrived: a message goes on.
                queue.DropOpen();
            }

            _next = first;
            _edge = first;
            _advertised = Edge();
            _unacknowledged = 0;
        }

        _lastHeard = now;
        return true;
    }

    private void DropKnown(int count)
    {
        if (retransmits)
        {
            path.Counters.Duplicates += count;
            WantsAck = true;
        }
        else
        {
            path.Counters.Drop(DropReason.Late, count);
        }
    }

    private void HandleReliably(Train slice, SequenceNumber first, Instant now)
    {
        _fragment = Math.Max(_fragment, slice.Length - FrcpHeader.Length);
        int room = Math.Max(0, Edge().DistanceFrom(first));
        if (first == _next && !queue.IsDiscarding)
        {
            room = Math.Min(room, queue.Fitting(slice));
        }

        if (room < slice.Count)
        {
            path.Counters.Drop(DropReason.OutOfWindow, slice.Count - room);
            WantsAck = true;
            if (room == 0)
            {
                return;
            }

            slice = slice.Slice(0, room);
        }

        if (first == _next)
        {
            Deliver(slice);
            WantsAck |= !_store.IsEmpty;
            while (_store.TryTake(_next, out Train stored))
            {
                Deliver(stored);
                stored.Buffer.Release();
            }

            ScheduleAck(now);
        }
        else
        {
            _store.Insert(first, slice);
            WantsAck = true;
        }
    }

    private void HandleInOrder(Train slice, SequenceNumber first)
    {
        if (first != _next)
        {
            path.Counters.OutOfOrder++;
            queue.DropOpen();
        }

        int fitting = queue.Fitting(slice);
        if (fitting > 0)
        {
            queue.Append(slice.Slice(0, fitting));
        }

        if (fitting < slice.Count)
        {
            path.Counters.Drop(DropReason.QueueFull, slice.Count - fitting);
            queue.DropOpen();
        }

        _next = first + slice.Count;
    }

    private void Deliver(in Train slice)
    {
        queue.Append(slice);
        _next += slice.Count;
        _unacknowledged += slice.Count;
    }

    private void ScheduleAck(Instant now)
    {
        if (_unacknowledged >= 2 || _acknowledgesAtOnce)
        {
            WantsAck = true;
        }
        else if (!timers.IsSet(FrcpTimer.DelayedAck))
        {
            timers.Set(FrcpTimer.DelayedAck, now + _ackDelay);
        }
    }
}
