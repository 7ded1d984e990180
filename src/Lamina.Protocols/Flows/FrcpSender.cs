using Lamina.Core;
using Lamina.Wire.Frcp;
using Lamina.Wire.Offers;

namespace Lamina.Protocols.Flows;

/// <summary>
/// The sending half of FRCP: cuts messages into numbered fragments, keeps what is not acknowledged, and sends again what
/// is lost. Nothing is queued here: what the windows do not let through is not taken from the writer.
/// </summary>
internal sealed class FrcpSender
{
    private const int LeastInFlight = 2;
    private static readonly Duration RetryDelay = Duration.FromMilliseconds(1);

    private readonly PacketPath _path;
    private readonly FlowTerms _terms;
    private readonly DeltaT _bounds;
    private readonly FrcpReceiver _receiver;
    private readonly TimerTable _timers;
    private readonly bool _retransmits;
    private readonly int _fragment;
    private readonly Scoreboard _board = new();
    private readonly SendWindow _window;
    private readonly RttEstimator _rtt;
    private readonly LossDetector _detector;
    private bool _hasRun;
    private SequenceNumber _next;
    private Instant _lastSent;
    private int _inFlightLimit;

    public FrcpSender(PacketPath path, FlowTerms terms, DeltaT bounds, FrcpReceiver receiver, TimerTable timers)
    {
        _path = path;
        _terms = terms;
        _bounds = bounds;
        _receiver = receiver;
        _timers = timers;
        _retransmits = (terms.Composition.FrcpFeatures & FrcpFeatures.Retransmission) != 0;
        _fragment = path.FragmentSize(FrcpHeader.Length);
        _window = new SendWindow(terms.PeerWindow);
        _rtt = new RttEstimator(Duration.Min(terms.Limits.DelayedAck, bounds.AckBound), bounds.RetransmissionBound / 8);
        _detector = new LossDetector(_rtt);
        _inFlightLimit = MaxInFlight;

        // The receiver must be able to hold a whole message, with room to spare for the next one to flow.
        MaxMessageSize = _retransmits
            ? (int)Math.Min(terms.MaxMessage, Math.Max(1, terms.PeerWindow / 2) * (long)_fragment)
            : terms.MaxMessage;
    }

    public int MaxMessageSize { get; }

    /// <summary>Why it gave up.</summary>
    public CloseReason Failure { get; private set; }

    /// <summary>Nothing waits for an acknowledgement.</summary>
    public bool IsSettled => _board.Count == 0;

    /// <summary>Something lost can be sent again.</summary>
    public bool WantsFlush => _board.Lost > 0 && _board.InFlight < _inFlightLimit;

    /// <summary>Number that the next new packet will have.</summary>
    public SequenceNumber Next => _next;

    private int Room => _hasRun ? _window.RoomFrom(_next) : _window.PacketsOutsideRun;

    private int MaxInFlight => Math.Max(LeastInFlight, _terms.Limits.UnacknowledgedBytes / _fragment);

    public bool IsWritable =>
        !_timers.IsSet(FrcpTimer.Retry)
        && _path.PacketsOf(_fragment + FrcpHeader.Length) > 0
        && (!_retransmits || (Room > 0 && HasMemoryFor(PacketPool.LargeCapacity) && _board.Lost == 0));

    public WriteStatus Write(ReadOnlySpan<byte> message, ref int written, Instant now)
    {
        EndRunIfOver(now);
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
                _timers.Set(FrcpTimer.Retry, now + RetryDelay);
                return WriteStatus.Blocked;
            }

            if (!_hasRun)
            {
                BeginRun();
            }

            WriteHeaders(train, isFirst: written == 0, isLast: written + taken == message.Length);
            written += taken;
            Send(train, now);
        }
        while (written < message.Length);
        return WriteStatus.Done;
    }

    /// <summary>The peer says what it has, and what it has room for.</summary>
    public void HandleFeedback(in FrcpHeader header, ReadOnlySpan<byte> packet, Instant now)
    {
        if (!_retransmits || (header.Flags & (FrcpFlags.Acknowledgement | FrcpFlags.Window)) == 0)
        {
            return;
        }

        SequenceNumber acknowledged = header.Acknowledgement;
        if ((header.Flags & FrcpFlags.Acknowledgement) == 0 || !_hasRun)
        {
            if (!_hasRun)
            {
                _window.UpdateOutsideRun(header.Window, acknowledged);
            }
        }
        else if (!acknowledged.IsAfter(_next) && (_board.Count == 0 ? acknowledged == _next : !acknowledged.IsBefore(_board[0].First)))
        {
            if ((header.Flags & FrcpFlags.Window) != 0)
            {
                _window.Update(header.Window, acknowledged);
            }

            HandleAcknowledgement(header, packet, now);
        }
        else
        {
            return;
        }

        _window.NoteAnswer(now);
        if (Room > 0)
        {
            EndAsking();
        }
    }

    /// <summary>Sends lost segments again, as far as credit and the limit allow.</summary>
    public void Retransmit(Instant now)
    {
        if (_board.Lost > 0 && now - _board[0].SentAt >= _bounds.RetransmissionBound)
        {
            GiveUp();
            return;
        }

        for (int i = 0; i < _board.Count && WantsFlush; i++)
        {
            ref SentTrain sent = ref _board[i];
            for (ulong lost = sent.Lost; lost != 0;)
            {
                TrainBits.TakeRun(ref lost, out int first, out int count);
                int credit = _path.PacketsOf(sent.Train.Length);
                count = Math.Min(count, Math.Min(credit, _inFlightLimit - _board.InFlight));
                if (count <= 0)
                {
                    RetryUnlessTold(credit, now);
                    return;
                }

                if (!TryResend(ref sent, first, count, now))
                {
                    _timers.Set(FrcpTimer.Retry, now + RetryDelay);
                    return;
                }
            }
        }
    }

    public void HandleTimeout(Instant now)
    {
        _timers.TryFire(FrcpTimer.Retry, now);
        if (_timers.TryFire(FrcpTimer.GiveUp, now) && _board.Count > 0)
        {
            GiveUp();
            return;
        }

        if (_timers.TryFire(FrcpTimer.Reordering, now))
        {
            Detect(now);
        }

        if (_timers.TryFire(FrcpTimer.Retransmission, now) && _board.Count > 0)
        {
            // A path that carries nothing is asked with less and less; it counts as well again with the first answer.
            _path.Counters.Timeouts++;
            _rtt.BackOff();
            _inFlightLimit = Math.Max(LeastInFlight, _inFlightLimit / 4);
            LossDetector.MarkAll(_board);
            _timers.Set(FrcpTimer.Retransmission, now + _rtt.Timeout);
        }
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

    public void Release() => _board.Clear();

    private void GiveUp()
    {
        Failure = CloseReason.Unreachable;
        _timers.Clear();
    }

    // The number goes on within a run. After 3 MPL + A + R of silence nothing of it can exist any more, and the next packet
    // begins a new one. It begins when that packet is sent: until then the peer knows, and speaks of, the old one.
    private void EndRunIfOver(Instant now)
    {
        if (_hasRun && _board.Count == 0 && now - _lastSent > _bounds.SenderInactivity)
        {
            _window.EndRun(_next);
            _hasRun = false;
        }
    }

    private void BeginRun()
    {
        // Random, so that numbers of an earlier flow or run mean nothing in this one.
        _next = new SequenceNumber((uint)_path.Context.Random.NextUInt64());
        _window.BeginRun(_next);
        _hasRun = true;
        _path.Counters.RunsBegun++;
    }

    private int PacketsAllowed(int bytes, Instant now)
    {
        int packets = _path.PacketsOf(Math.Min(bytes, _fragment) + FrcpHeader.Length);
        RetryUnlessTold(packets, now);
        if (!_retransmits)
        {
            return packets;
        }

        int room = Room;
        if (room == 0 && !_timers.IsSet(FrcpTimer.Rendezvous))
        {
            _timers.Set(FrcpTimer.Rendezvous, _window.BeginAsking(_rtt.Timeout, now));
        }

        int needed = bytes + _path.HeadRoom + FrcpHeader.Length;
        int capacity = needed <= PacketPool.SmallCapacity ? PacketPool.SmallCapacity : PacketPool.LargeCapacity;

        // What is lost goes first: new packets would only lengthen the peer's wait.
        return _board.Lost > 0 || !HasMemoryFor(capacity) ? 0 : Math.Min(packets, room);
    }

    // Credit of 0 is followed by an event when it grows; credit that is only too small for a packet is not.
    private void RetryUnlessTold(int packets, Instant now)
    {
        if (packets == 0 && _path.HasCredit)
        {
            _timers.Set(FrcpTimer.Retry, now + RetryDelay);
        }
    }

    private bool HasMemoryFor(int capacity) =>
        _board.Count == 0 || _board.HeldBytes + capacity <= _terms.Limits.UnacknowledgedBytes;

    private void WriteHeaders(in Train train, bool isFirst, bool isLast)
    {
        // The peer forgets a run before we do: whenever it has everything, the next packet may serve it as a beginning.
        FrcpFlags common = FrcpFlags.Data | Feedback(out SequenceNumber window, out SequenceNumber acknowledgement);
        SequenceNumber number = _next;
        for (int i = 0; i < train.Count; i++, number += 1)
        {
            FrcpFlags flags = common;
            flags |= isFirst && i == 0 ? FrcpFlags.FirstFragment : 0;
            flags |= isLast && i == train.Count - 1 ? 0 : FrcpFlags.MoreFragments;
            flags |= i == 0 && _board.Count == 0 ? FrcpFlags.DataRun : 0;
            new FrcpHeader(flags, 0, window, number, acknowledgement).Write(train[i]);
        }

    }

    private FrcpFlags Feedback(out SequenceNumber window, out SequenceNumber acknowledgement)
    {
        acknowledgement = _receiver.Next;
        window = _receiver.Edge();
        if (!_retransmits || !_receiver.IsInRun)
        {
            return FrcpFlags.None;
        }

        if (_receiver.HasNoHole)
        {
            _receiver.NoteAcknowledged();
        }

        return FrcpFlags.Acknowledgement | FrcpFlags.Window;
    }

    private void Send(in Train train, Instant now)
    {
        SequenceNumber first = _next;
        _next += train.Count;
        _lastSent = now;
        _path.Counters.Sent += train.Count;
        if (_retransmits)
        {
            train.Buffer.Retain();
            _board.Add(train, first, now);
            if (_board.Count == 1)
            {
                _timers.Set(FrcpTimer.Retransmission, now + _rtt.Timeout);
                _timers.Set(FrcpTimer.GiveUp, now + _bounds.RetransmissionBound);
            }
        }

        _path.Send(train, now);
    }

    private bool TryResend(ref SentTrain sent, int first, int count, Instant now)
    {
        Train part = sent.Train.Slice(first, count);
        if (part.Buffer.IsShared)
        {
            // Held below: nobody may write headers in front of bytes that another may still read.
            if (!part.TryCopy(_path.Context.Pool, _path.HeadRoom, out Train copy))
            {
                return false;
            }

            part = copy;
            _path.Counters.RetransmissionCopies += count;
        }
        else
        {
            part.Buffer.Retain();
        }

        FrcpFlags feedback = Feedback(out SequenceNumber window, out SequenceNumber acknowledgement);
        for (int i = 0; i < count; i++)
        {
            Span<byte> packet = part[i];
            FrcpHeader.TryRead(packet, out FrcpHeader header);
            FrcpFlags flags = (header.Flags & ~(FrcpFlags.Acknowledgement | FrcpFlags.Window)) | feedback;
            (header with { Flags = flags, Window = window, Acknowledgement = acknowledgement }).Write(packet);
        }

        _board.MarkResent(ref sent, TrainBits.Range(first, count), now);
        _lastSent = now;
        _path.Counters.Retransmitted += count;
        _path.Send(part, now);
        return true;
    }

    private void HandleAcknowledgement(in FrcpHeader header, ReadOnlySpan<byte> packet, Instant now)
    {
        SequenceNumber acknowledged = header.Acknowledgement;
        bool isNews = _board.Acknowledge(acknowledged, _detector, now);
        for (int i = 0; i < header.SackCount; i++)
        {
            SackBlock block = FrcpHeader.BlockAt(packet, i);
            if (block.Start.IsBefore(block.End) && block.Start.IsAfter(acknowledged) && !block.End.IsAfter(_next))
            {
                isNews |= _board.Acknowledge(block, _detector, now);
            }
        }

        if (!isNews)
        {
            return;
        }

        _rtt.EndBackOff();
        _inFlightLimit = Math.Min(MaxInFlight, _inFlightLimit * 2);
        Detect(now);
        if (_board.Count == 0)
        {
            _timers.Stop(FrcpTimer.Retransmission);
            _timers.Stop(FrcpTimer.GiveUp);
        }
        else
        {
            _timers.Set(FrcpTimer.Retransmission, now + _rtt.Timeout);
            _timers.Set(FrcpTimer.GiveUp, _board[0].SentAt + _bounds.RetransmissionBound);
        }
    }

    private void Detect(Instant now)
    {
        Instant again = _detector.Detect(_board, now);
        _timers.Set(FrcpTimer.Reordering, again);
    }

    private void EndAsking()
    {
        _window.EndAsking();
        _timers.Stop(FrcpTimer.Rendezvous);
    }
}
