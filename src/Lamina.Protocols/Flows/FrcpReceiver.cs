using Lamina.Core;
using Lamina.Wire.Frcp;
using Lamina.Wire.Offers;

namespace Lamina.Protocols.Flows;

/// <summary>
/// The receiving half of FRCP: the order, the window that we grant, and when to acknowledge. With retransmission it waits
/// for what is missing; without, it skips gaps and drops what comes late.
/// </summary>
internal sealed class FrcpReceiver(
    PacketPath path, MessageQueue queue, FlowLimits limits, DeltaT bounds, FrcpFeatures features, TimerTable timers, in RestingWindows windows)
{
    private readonly bool _retransmits = (features & FrcpFeatures.Retransmission) != 0;
    private readonly ReorderStore _store = new(path.Context, path.Counters);
    private readonly ReceiveWindow _window = new(path.Context.Pool, queue, limits, isOpen: (features & FrcpFeatures.FlowControl) == 0, windows);
    private readonly Duration _ackDelay = Duration.Min(limits.DelayedAck, bounds.AckBound);
    private AckPolicy _acks = new();
    private int _fragment = Math.Max(1, path.FragmentSize(FrcpHeader.Length));
    private Instant _lastHeard;
    private SequenceNumber _next;
    private SequenceNumber _edge;
    private SequenceNumber _advertised;
    private SackBlock _copies;
    private int _unacknowledged;
    private bool _acknowledgesAtOnce;

    /// <summary>A run is known: acknowledgement numbers mean something.</summary>
    public bool IsInRun { get; private set; }

    /// <summary>The next number expected.</summary>
    public SequenceNumber Next => _next;

    /// <summary>An acknowledgement or window should be sent now.</summary>
    public bool WantsAck { get; private set; }

    /// <summary>Segments with consecutive numbers came; lent.</summary>
    /// <param name="slice">The segments, with their headers.</param>
    /// <param name="header">Header of the first.</param>
    /// <param name="last">Flags of the last.</param>
    /// <param name="now">The present.</param>
    public void HandleRun(Train slice, in FrcpHeader header, FrcpFlags last, Instant now)
    {
        if (!TryEnterRun(header, slice.Count, now))
        {
            return;
        }

        SequenceNumber first = header.Sequence;
        int known = Math.Min(slice.Count, Math.Max(0, _next.DistanceFrom(first)));
        if (known > 0)
        {
            DropKnown(first, known);
            if (known == slice.Count)
            {
                return;
            }

            slice = slice.Slice(known, slice.Count - known);
            first += known;
        }

        if (_retransmits)
        {
            HandleReliably(slice, first, now);
            HandleStop(last);
        }
        else
        {
            HandleInOrder(slice, first);
        }
    }

    /// <summary>The window's right edge. It never moves back: what a packet takes from the room, the next number gains.</summary>
    public SequenceNumber Edge()
    {
        _edge = SequenceNumber.Later(_edge, _next + Math.Max(0, _window.RoomFor(_fragment)));
        return _edge;
    }

    /// <summary>The reader made room: tell the peer once it is a quarter of the window.</summary>
    public void HandleRead()
    {
        if (_retransmits && Edge().DistanceFrom(_advertised) >= Math.Max(1, _window.PacketsOf(_fragment) / 4))
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
        if (_unacknowledged > 0 && _store.IsEmpty)
        {
            _acks.NoteSent();
        }

        WantsAck = false;
        _unacknowledged = 0;
        _advertised = _edge;
        timers.Stop(FrcpTimer.DelayedAck);
    }

    /// <summary>Acknowledgement and window for a data packet to carry.</summary>
    /// <returns>The flags that say which of them are valid.</returns>
    public FrcpFlags TakeFeedback(Instant now, out SequenceNumber window, out SequenceNumber acknowledgement)
    {
        ForgetIfOver(now);
        acknowledgement = _next;
        window = Edge();
        if (!_retransmits || !IsInRun)
        {
            return FrcpFlags.None;
        }

        if (_store.IsEmpty && _copies == default)
        {
            // Blocks do not fit in front of data; they go by themselves.
            NoteAcknowledged();
        }

        return FrcpFlags.Acknowledgement | FrcpFlags.Window;
    }

    /// <summary>More came early than the acknowledgements so far have told.</summary>
    public bool HasUntold => IsInRun && _store.HasUntold;

    /// <summary>Blocks for an acknowledgement, in order; in front of them, once, what came twice.</summary>
    public int WriteBlocks(Span<SackBlock> blocks)
    {
        if (_copies == default || blocks.Length < 2)
        {
            return _store.WriteBlocks(blocks);
        }

        blocks[0] = _copies;
        _copies = default;
        return 1 + _store.WriteBlocks(blocks[1..], among: blocks[0].Start);
    }

    /// <summary>The window of this side, for a successor.</summary>
    public RestingWindows Window => _window.Size;

    /// <summary>No packet of a run can come any more.</summary>
    public bool IsOver(Instant now) => _store.IsEmpty && (!IsInRun || now - _lastHeard > bounds.ReceiverInactivity);

    /// <summary>Forgets the run when its time is over: from then on its numbers may mean nothing to the peer.</summary>
    public void ForgetIfOver(Instant now)
    {
        if (IsInRun && now - _lastHeard > bounds.ReceiverInactivity)
        {
            IsInRun = false;
            _copies = default;
            _store.Clear();
        }
    }

    /// <summary>Gives back every buffer.</summary>
    public void Release() => _store.Clear();

    private bool TryEnterRun(in FrcpHeader header, int count, Instant now)
    {
        ForgetIfOver(now);
        if (!IsInRun)
        {
            if (_retransmits && (header.Flags & (FrcpFlags.DataRun | FrcpFlags.DataRunOffset)) == 0)
            {
                path.Counters.Drop(DropReason.OutsideRun, count);
                return false;
            }

            Enter(header.Sequence - ((header.Flags & FrcpFlags.DataRunOffset) != 0 ? header.RunOffset : 0));
        }

        _lastHeard = now;
        return true;
    }

    private void Enter(SequenceNumber first)
    {
        IsInRun = true;
        _next = first;
        _edge = first;
        _advertised = Edge();
        _unacknowledged = 0;
        _acks.NoteTrouble();
        if (_retransmits)
        {
            // The peer learns the round trip from it, before it needs it.
            WantsAck = true;
        }
        else
        {
            // With retransmission the sender begins anew only when everything has arrived: a message goes on.
            queue.DropOpen();
        }
    }

    private void DropKnown(SequenceNumber first, int count)
    {
        if (_retransmits)
        {
            path.Counters.Duplicates += count;
            NoteCopies(first, count);
        }
        else
        {
            path.Counters.Drop(DropReason.Late, count);
        }
    }

    private void NoteCopies(SequenceNumber first, int count)
    {
        _copies = _copies != default && _copies.End == first
            ? _copies with { End = first + count }
            : new SackBlock(first, first + count);
        _acks.NoteTrouble();
        WantsAck = true;
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
            bool wasWhole = _store.IsEmpty;
            Deliver(slice);
            while (_store.TryTake(_next, out Train stored))
            {
                Deliver(stored);
                stored.Buffer.Release();
            }

            WantsAck |= !wasWhole;
            ScheduleAck(now);
        }
        else
        {
            bool isNewGap = _store.IsEmpty || first != _store.End;
            SackBlock copies = _store.Insert(first, slice);
            if (copies != default)
            {
                NoteCopies(copies.Start, copies.End.DistanceFrom(copies.Start));
            }

            _acks.NoteTrouble();
            _unacknowledged += slice.Count;
            WantsAck |= isNewGap;
            ScheduleAck(now);
        }
    }

    // The sender waits for an answer; where the window stops it, the next one may be larger.
    private void HandleStop(FrcpFlags last)
    {
        if ((last & FrcpFlags.AckNow) != 0)
        {
            WantsAck = true;
            if ((last & FrcpFlags.Limited) != 0)
            {
                _window.TryGrow(_fragment);
            }
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
        _window.NoteCame(slice.Count);
    }

    private void ScheduleAck(Instant now)
    {
        if (_unacknowledged >= _acks.Threshold || _acknowledgesAtOnce)
        {
            WantsAck = true;
        }
        else if (!timers.IsSet(FrcpTimer.DelayedAck))
        {
            timers.Set(FrcpTimer.DelayedAck, now + _ackDelay);
        }
    }
}
