using Lamina.Core;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Flows;

/// <summary>
/// Keeps what is sent until it is acknowledged, and sends again what is lost, for at most R. What the tail loses is found by a
/// probe (RFC 8985, section 7); only where that goes unanswered, too, everything counts as lost (RFC 6298), until the first
/// answer says whether it is (RFC 5682).
/// </summary>
internal sealed class LossRecovery
{
    // Packets with which a path that answers nothing is asked.
    private const int LeastInFlight = 2;

    // A path that answers again is given this part of what was under way before; each answer doubles it.
    private const int AnsweredPart = 4;

    private readonly PacketPath _path;
    private readonly DeltaT _bounds;
    private readonly FrcpReceiver _receiver;
    private readonly SendRun _run;
    private readonly TimerTable _timers;
    private readonly Scoreboard _board;
    private readonly ResentLog _resent = new();
    private readonly ReorderingWindow _reordering;
    private readonly LossDetector _detector;
    private readonly HeldBound _bound;
    private readonly int _fragment;
    private int _inFlightLimit;
    private int _limitBefore;
    private bool _isTimedOut;
    private bool _isProbed;
    private bool _isProbing;
    private SequenceNumber _probe;
    private bool _isRepairing;
    private SequenceNumber _repairEnd;

    public LossRecovery(
        PacketPath path, FlowLimits limits, DeltaT bounds, FrcpReceiver receiver, SendRun run, TimerTable timers, int fragment)
    {
        _path = path;
        _bounds = bounds;
        _receiver = receiver;
        _run = run;
        _timers = timers;
        _fragment = fragment;
        _board = new Scoreboard(path.Context.ShelfOf<SentTrain>());
        Rtt = new RttEstimator(Duration.Min(limits.DelayedAck, bounds.AckBound), bounds.RetransmissionBound / 8);
        _bound = new HeldBound(path.Context.Pool, Rtt, limits.UnacknowledgedBytes);
        _reordering = new ReorderingWindow(Rtt);
        _detector = new LossDetector(Rtt, _reordering);
        _inFlightLimit = MostInFlight;
    }

    public RttEstimator Rtt { get; }

    /// <summary>R is over for the oldest packet.</summary>
    public bool HasGivenUp { get; private set; }

    /// <summary>Nothing waits for an acknowledgement.</summary>
    public bool IsEmpty => _board.Count == 0;

    /// <summary>Something waits to be sent again.</summary>
    public bool HasLost => _board.Lost > 0;

    /// <summary>Something lost can be sent again.</summary>
    public bool WantsFlush => _board.Lost > 0 && _board.InFlight < _inFlightLimit;

    private int MostInFlight => Math.Max(LeastInFlight, _bound.Bytes / _fragment);

    /// <summary>What is on its way is little for the length of the path: more would make the flow faster.</summary>
    public bool HasLittleInFlight => _bound.IsSlow((long)_board.Segments * _fragment);

    /// <summary>True when one more buffer may be held; a first one always.</summary>
    public bool HasMemoryFor(int capacity) => _board.Count == 0 || _bound.Allows(_board.HeldBytes + (long)capacity, _board.HeldBytes);

    /// <summary>True when so many bytes of buffers may be held besides what is; buffers of one train always.</summary>
    public bool HasMemoryForAll(long bytes) =>
        (_board.Count == 0 && bytes <= PacketPool.LargeCapacity) || _bound.Allows(_board.HeldBytes + bytes, _board.HeldBytes);

    /// <summary>Keeps a train that is about to be sent for the first time.</summary>
    public void Keep(in Train train, SequenceNumber first, Instant now)
    {
        train.Buffer.Retain();
        _board.Add(train, first, now);
        if (_board.Count == 1)
        {
            _timers.Set(FrcpTimer.GiveUp, now + _bounds.RetransmissionBound);
            AwaitAnswer(now);
        }
    }

    /// <summary>A run begins: what is known of numbers is of another one.</summary>
    public void BeginRun(SequenceNumber first)
    {
        _resent.Clear();
        _board.BeginRun();
        _bound.BeginRound(first, _board.EverLost);
        _isRepairing = false;
    }

    /// <summary>True where an acknowledgement number belongs to what was sent, and is not older than one that came before.</summary>
    public bool IsCurrent(SequenceNumber acknowledged) => _board.Count == 0
        ? acknowledged == _run.Next
        : !acknowledged.IsAfter(_run.Next) && !acknowledged.IsBefore(_board[0].First);

    /// <summary>Takes an acknowledgement that is current, with its blocks.</summary>
    public void HandleAcknowledgement(in FrcpHeader header, ReadOnlySpan<byte> packet, Instant now)
    {
        SequenceNumber acknowledged = header.Acknowledgement;
        SequenceNumber highest = acknowledged;
        long alive = _board.FoundAlive;
        bool isNews = _board.Acknowledge(acknowledged, _detector, now);
        for (int i = 0; i < header.SackCount; i++)
        {
            SackBlock block = FrcpHeader.BlockAt(packet, i);
            if (i == 0 && TellsOfCopies(block, header, packet))
            {
                HandleCopies(block, now);
            }
            else if (block.Start.IsBefore(block.End) && block.Start.IsAfter(acknowledged) && !block.End.IsAfter(_run.Next))
            {
                isNews |= _board.Acknowledge(block, _detector, now);
                highest = SequenceNumber.Later(highest, block.End);
            }
        }

        if (isNews)
        {
            _run.NoteAnswered();
            HandleAnswer(isAlive: _board.FoundAlive != alive);
            _bound.HandleNews(highest, _run.Next, _board.EverLost);
            Detect(now);
            NoteRepair();
            AwaitAnswer(now);
        }
    }

    public void HandleTimeout(Instant now)
    {
        if (_timers.TryFire(FrcpTimer.GiveUp, now) && _board.Count > 0)
        {
            HasGivenUp = true;
            return;
        }

        if (_timers.TryFire(FrcpTimer.Reordering, now))
        {
            Detect(now);
        }

        if (_timers.TryFire(FrcpTimer.Retransmission, now) && _board.Count > 0)
        {
            HandleSilence();
            _timers.Set(FrcpTimer.Retransmission, now + Rtt.Timeout);
        }
    }

    /// <summary>Sends lost segments again, as far as credit and the limit allow.</summary>
    public void Retransmit(Instant now)
    {
        if (_board.Lost > 0 && now - _board[0].SentAt >= _bounds.RetransmissionBound)
        {
            HasGivenUp = true;
            return;
        }

        for (int i = 0; i < _board.Count && WantsFlush; i++)
        {
            ref SentTrain sent = ref _board[i];
            for (ulong lost = sent.Lost; lost != 0 && WantsFlush;)
            {
                TrainBits.TakeRun(ref lost, out int first, out int count);
                int credit = _path.PacketsOf(sent.Train.Length);
                count = Math.Min(count, Math.Min(credit, _inFlightLimit - _board.InFlight));
                if (count == 0 || !TryResend(ref sent, first, count, now))
                {
                    _timers.Retry(_path, credit, now);
                    return;
                }
            }
        }
    }

    public void Release() => _board.Clear();

    /// <summary>Blocks stand in order above the number; a first one that does not says what came twice (RFC 2883).</summary>
    private static bool TellsOfCopies(SackBlock block, in FrcpHeader header, ReadOnlySpan<byte> packet) =>
        block.Start.IsBefore(block.End)
        && (!block.Start.IsAfter(header.Acknowledgement)
            || (header.SackCount > 1 && !block.Start.IsBefore(FrcpHeader.BlockAt(packet, 1).Start)));

    private void HandleCopies(SackBlock block, Instant now)
    {
        int needless = _resent.Take(block);
        if (needless > 0)
        {
            _path.Counters.SpuriousRetransmissions += needless;
            _reordering.NoteNeedless(now);
        }
    }

    // The first answer after a time-out. Is it for something that was not sent again, the path was only slow, or deaf in the
    // other direction: nothing is lost until the detector says so.
    private void HandleAnswer(bool isAlive)
    {
        Rtt.EndBackOff();
        _isProbed = false;
        int most = MostInFlight;
        if (!_isTimedOut)
        {
            _inFlightLimit = Math.Min(most, _inFlightLimit * 2);
            return;
        }

        _isTimedOut = false;
        _inFlightLimit = Math.Clamp(isAlive ? _limitBefore : _limitBefore / AnsweredPart, LeastInFlight, most);
        if (isAlive)
        {
            _path.Counters.SpuriousTimeouts++;
            _board.MarkAllFound();
        }
    }

    private void HandleSilence()
    {
        if (_board.InFlight == 0)
        {
            // All that is lost waits for credit: nobody can answer.
            return;
        }

        if (!_isProbed && _board.Lost == 0 && _board.TryMarkHighest(out _probe))
        {
            _isProbed = true;
            _isProbing = true;
            _path.Counters.Probes++;
            return;
        }

        _path.Counters.Timeouts++;
        Rtt.BackOff();
        if (!_isTimedOut)
        {
            _isTimedOut = true;
            _limitBefore = _inFlightLimit;
        }

        _inFlightLimit = LeastInFlight;
        LossDetector.MarkAll(_board);
    }

    private void AwaitAnswer(Instant now)
    {
        if (_board.Count == 0)
        {
            _timers.Stop(FrcpTimer.Retransmission);
            _timers.Stop(FrcpTimer.GiveUp);
            return;
        }

        _timers.Set(FrcpTimer.Retransmission, now + (_isProbed ? Rtt.Timeout : Rtt.ProbeDelay));
        _timers.Set(FrcpTimer.GiveUp, _board[0].SentAt + _bounds.RetransmissionBound);
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

        FrcpFlags feedback = _receiver.TakeFeedback(now, out SequenceNumber window, out SequenceNumber acknowledgement);
        for (int i = 0; i < count; i++)
        {
            Span<byte> packet = part[i];
            FrcpHeader.TryRead(packet, out FrcpHeader header);
            FrcpFlags flags = (header.Flags & ~(FrcpFlags.Acknowledgement | FrcpFlags.Window)) | feedback;
            (header with { Flags = flags, Window = window, Acknowledgement = acknowledgement }).Write(packet);
        }

        bool isProbe = _isProbing && count == 1 && sent.First + first == _probe;
        _isProbing &= !isProbe;
        _resent.Add(sent.First + first, count, isProbe);
        _board.MarkResent(ref sent, TrainBits.Range(first, count), now);
        _run.NoteSent(now);
        _path.Counters.Retransmitted += count;
        _path.Send(part, now);
        return true;
    }

    private void Detect(Instant now)
    {
        long before = _board.EverLost;
        _timers.Set(FrcpTimer.Reordering, _detector.Detect(_board, _isRepairing, now));
        if (_board.EverLost != before && !_isRepairing)
        {
            _isRepairing = true;
            _repairEnd = _run.Next;
        }
    }

    private void NoteRepair()
    {
        if (_isRepairing && (_board.Count == 0 || !_board[0].First.IsBefore(_repairEnd)))
        {
            _isRepairing = false;
            _reordering.NoteRepaired();
        }
    }
}
