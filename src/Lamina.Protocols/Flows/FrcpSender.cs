using Lamina.Core;
using Lamina.Wire.Frcp;
using Lamina.Wire.Offers;

namespace Lamina.Protocols.Flows;

/// <summary>
/// The sending half of FRCP: cuts messages into numbered fragments. Nothing is queued here: what the windows do not let
/// through is not taken from the writer.
/// </summary>
internal sealed class FrcpSender
{
    private readonly PacketPath _path;
    private readonly DeltaT _bounds;
    private readonly FrcpReceiver _receiver;
    private readonly TimerTable _timers;
    private readonly bool _retransmits;
    private readonly bool _controlsFlow;
    private readonly int _fragment;
    private readonly SendWindow _window;
    private readonly SendRun _run;
    private readonly LossRecovery _recovery;
    private FrcpFlags _mark;

    public FrcpSender(PacketPath path, FlowTerms terms, DeltaT bounds, FrcpReceiver receiver, TimerTable timers, int peerPackets)
    {
        _path = path;
        _bounds = bounds;
        _receiver = receiver;
        _timers = timers;
        FrcpFeatures features = terms.Composition.FrcpFeatures;
        _retransmits = (features & FrcpFeatures.Retransmission) != 0;
        _controlsFlow = (features & FrcpFeatures.FlowControl) != 0;
        _fragment = path.FragmentSize(FrcpHeader.Length);
        _window = new SendWindow(peerPackets);
        _run = new SendRun(path.Context.Random, bounds, _window, path.Counters);
        _recovery = new LossRecovery(path, terms.Limits, bounds, receiver, _run, timers, _fragment);
    }

    /// <summary>Packets that the peer has room for, for a successor; between runs.</summary>
    public int PeerPackets => _run.Room;

    /// <summary>No packet of a run, nor an answer to one, can exist any more. Where the peer had no room, it may still tell of some.</summary>
    public bool IsOver(Instant now) => _recovery.IsEmpty && Room > 0 && !_run.IsOnAt(now);

    /// <summary>Why it gave up.</summary>
    public CloseReason Failure { get; private set; }

    /// <summary>Nothing waits for an acknowledgement.</summary>
    public bool IsSettled => _recovery.IsEmpty;

    /// <summary>Something lost can be sent again.</summary>
    public bool WantsFlush => _recovery.WantsFlush;

    /// <summary>Number that the next new packet will have.</summary>
    public SequenceNumber Next => _run.Next;

    // Packets that the peer has room for.
    private int Room => _controlsFlow ? _run.Room : int.MaxValue;

    public bool IsWritable =>
        !_timers.IsSet(FrcpTimer.Retry)
        && _path.PacketsOf(_fragment + FrcpHeader.Length) > 0
        && (!_retransmits || (Room > 0 && _recovery.HasMemoryFor(PacketPool.LargeCapacity) && !_recovery.HasLost));

    public WriteStatus Write(ReadOnlySpan<byte> message, ref int written, Instant now)
    {
        if (_recovery.IsEmpty)
        {
            _run.EndIfOver(now);
        }

        do
        {
            ReadOnlySpan<byte> rest = message[written..];
            int packets = PacketsAllowed(rest.Length, now);
            if (packets == 0)
            {
                return WriteStatus.Blocked;
            }

            if (!_path.TryLay(FrcpHeader.Length, _fragment, packets, rest, out Train train, out int taken))
            {
                _timers.Retry(_path, packets, now);
                return WriteStatus.Blocked;
            }

            EnsureOn();
            WriteHeaders(train, isFirst: written == 0, isLast: written + taken == message.Length, now);
            written += taken;
            Send(train, now);
        }
        while (written < message.Length);
        return WriteStatus.Done;
    }

    /// <summary>Sends the end of what is written: as an empty message with a mark.</summary>
    public WriteStatus WriteEnd(Instant now)
    {
        int written = 0;
        _mark = FrcpFlags.End;
        WriteStatus status = Write([], ref written, now);
        _mark = FrcpFlags.None;
        return status;
    }

    /// <summary>Says whether a message of so many bytes would be taken whole now.</summary>
    public bool HasRoomFor(int length, Instant now)
    {
        if (_recovery.IsEmpty)
        {
            _run.EndIfOver(now);
        }

        int packets = Math.Max(1, (length + _fragment - 1) / _fragment);
        bool mayBegin = false;
        if (PacketsAllowed(length, now) is > 0 and var allowed)
        {
            mayBegin = _path.HasCreditFor(length, packets, FrcpHeader.Length);
            if (!mayBegin)
            {
                // There is some credit, but not for all of it: nobody tells when it grows.
                _timers.Retry(_path, allowed, now);
            }
        }

        if (!_retransmits)
        {
            return mayBegin;
        }

        if (Room < packets && !_timers.IsSet(FrcpTimer.Rendezvous))
        {
            // What made room at the peer may have been lost on its way here.
            _timers.Set(FrcpTimer.Rendezvous, _window.BeginAsking(_recovery.Rtt.Timeout, now));
        }

        long bytes = (long)packets * (_fragment + FrcpHeader.Length + _path.HeadRoom);
        // One more beside others that are held: packets may have to go one by one, each asking for a large buffer's room.
        long trains = Math.Max(bytes / PacketPool.LargeCapacity, packets / TrainBits.MaxSegments) + (_recovery.IsEmpty ? 1 : 2);
        return mayBegin && Room >= packets && _recovery.HasMemoryForAll(trains * PacketPool.LargeCapacity);
    }

    /// <summary>The peer says what it has, and what it has room for.</summary>
    public void HandleFeedback(in FrcpHeader header, ReadOnlySpan<byte> packet, Instant now)
    {
        bool acknowledges = (header.Flags & FrcpFlags.Acknowledgement) != 0;
        bool hasWindow = (header.Flags & FrcpFlags.Window) != 0;
        if (!_retransmits)
        {
            return;
        }

        if (_run.IsOn && !acknowledges && hasWindow && _recovery.IsEmpty)
        {
            // It forgets before we do. What comes next is a beginning for it.
            _window.UpdateForgotten(header.Window, header.Acknowledgement, _run.Next);
        }
        else if (_run.IsOn)
        {
            if (!acknowledges || !_recovery.IsCurrent(header.Acknowledgement))
            {
                return;
            }

            if (hasWindow)
            {
                _window.Update(header.Window, header.Acknowledgement);
            }

            _recovery.HandleAcknowledgement(header, packet, now);
        }
        else if (hasWindow)
        {
            _window.UpdateOutsideRun(header.Window, header.Acknowledgement);
        }

        _window.NoteAnswer(now);
        if (Room > 0)
        {
            _window.EndAsking();
            _timers.Stop(FrcpTimer.Rendezvous);
        }
    }

    /// <summary>Sends lost segments again.</summary>
    public void Retransmit(Instant now)
    {
        _recovery.Retransmit(now);
        NoteGivenUp();
    }

    /// <summary>Time has come.</summary>
    /// <returns>True: a blocked writer must try again. It may find too little once more, and waits anew.</returns>
    public bool HandleTimeout(Instant now)
    {
        bool isRetry = _timers.TryFire(FrcpTimer.Retry, now);
        _recovery.HandleTimeout(now);
        NoteGivenUp();
        if (_timers.TryFire(FrcpTimer.NoCredit, now) && !_path.HasCredit)
        {
            GiveUp();
        }

        return isRetry;
    }

    /// <summary>The window is to be asked for now.</summary>
    /// <returns>False when nobody waits any more, or the peer has not answered for R.</returns>
    public bool TryAsk(Instant now)
    {
        if (!_timers.TryFire(FrcpTimer.Rendezvous, now))
        {
            return false;
        }

        if (now - _window.AskingSince >= _bounds.RetransmissionBound)
        {
            GiveUp();
            return false;
        }

        _timers.Set(FrcpTimer.Rendezvous, _window.AskAgain(now));
        _path.Counters.Rendezvous++;
        return true;
    }

    public void Release() => _recovery.Release();

    private void NoteGivenUp()
    {
        if (_recovery.HasGivenUp)
        {
            GiveUp();
        }
    }

    // A writer who waits where no way leads to the peer any more has sent nothing that could go unacknowledged for R: it would wait
    // for ever.
    private void AwaitCredit(Instant now)
    {
        if (!_timers.IsSet(FrcpTimer.NoCredit))
        {
            _timers.Set(FrcpTimer.NoCredit, now + _bounds.RetransmissionBound);
        }
    }

    private void GiveUp()
    {
        Failure = CloseReason.Unreachable;
        _timers.Clear();
    }

    private int PacketsAllowed(int bytes, Instant now)
    {
        // One packet is asked for as one: how many there would be credit for is asked of every layer below.
        int packets = bytes <= _fragment && _path.Takes(bytes + FrcpHeader.Length)
            ? 1
            : _path.PacketsOf(Math.Min(bytes, _fragment) + FrcpHeader.Length);
        if (packets == 0)
        {
            _timers.Retry(_path, packets, now);
            AwaitCredit(now);
        }
        else
        {
            _timers.Stop(FrcpTimer.NoCredit);
        }

        int numbers = _run.Numbers(now);
        if (numbers == 0)
        {
            _timers.Retry(_path, packets, now);
        }

        packets = Math.Min(packets, numbers);
        if (!_retransmits)
        {
            return packets;
        }

        int room = Room;
        if (room == 0 && !_timers.IsSet(FrcpTimer.Rendezvous))
        {
            _timers.Set(FrcpTimer.Rendezvous, _window.BeginAsking(_recovery.Rtt.Timeout, now));
        }

        // What is lost goes first: new packets would only lengthen the peer's wait.
        int segments = Math.Max(1, (bytes + _fragment - 1) / _fragment);
        long needed = bytes + ((long)segments * (_path.HeadRoom + FrcpHeader.Length));
        int capacity = PacketPool.CapacityFor((int)Math.Min(needed, PacketPool.LargeCapacity));
        return _recovery.HasLost || !_recovery.HasMemoryFor(capacity) ? 0 : Math.Min(packets, room);
    }

    private void EnsureOn()
    {
        if (_run.EnsureOn())
        {
            _recovery.BeginRun(_run.Next);
        }
    }

    private void WriteHeaders(in Train train, bool isFirst, bool isLast, Instant now)
    {
        FrcpFlags common = FrcpFlags.Data | _mark | _receiver.TakeFeedback(now, out SequenceNumber window, out SequenceNumber acknowledgement);
        if (_recovery.IsEmpty)
        {
            // The peer forgets a run before we do: whenever it has everything, what comes next may serve it as a beginning.
            _run.NoteAllAcknowledged();
        }

        SequenceNumber number = _run.Next;
        for (int i = 0; i < train.Count; i++, number += 1)
        {
            bool isEnd = i == train.Count - 1;
            int offset = _retransmits || i == 0 ? _run.OffsetOf(number) : -1;
            FrcpFlags flags = common;
            flags |= offset < 0 ? 0 : offset == 0 ? FrcpFlags.DataRun : FrcpFlags.DataRunOffset;
            flags |= isFirst && i == 0 ? FrcpFlags.FirstFragment : 0;
            flags |= isLast && isEnd ? 0 : FrcpFlags.MoreFragments;
            flags |= isEnd ? Stop(train) : 0;
            new FrcpHeader(flags, 0, window, number, acknowledgement) { RunOffset = (byte)Math.Max(0, offset) }.Write(train[i]);
        }
    }

    /// <summary>What the peer must know when nothing can follow a train before it answers.</summary>
    private FrcpFlags Stop(in Train train)
    {
        if (!_retransmits)
        {
            return FrcpFlags.None;
        }

        if (Room <= train.Count)
        {
            return _recovery.HasLittleInFlight ? FrcpFlags.AckNow | FrcpFlags.Limited : FrcpFlags.AckNow;
        }

        return _recovery.HasMemoryForAll((long)train.Buffer.Capacity * 2) ? FrcpFlags.None : FrcpFlags.AckNow;
    }

    private void Send(in Train train, Instant now)
    {
        SequenceNumber first = _run.Take(train.Count, now);
        _path.Counters.Sent += train.Count;
        if (_retransmits)
        {
            _recovery.Keep(train, first, now);
        }

        _path.Send(train, now);
    }
}
