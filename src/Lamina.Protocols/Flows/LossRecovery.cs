using Lamina.Core;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Flows;

/// <summary>Keeps what is sent until it is acknowledged, and sends again what is lost, for at most R.</summary>
internal sealed class LossRecovery
{
    // Packets, below which a path that carries nothing is not asked with less.
    private const int LeastInFlight = 2;

    // A path that carries nothing is asked with this part of what was tried last; each answer doubles it again.
    private const int TimeoutPart = 4;

    private readonly PacketPath _path;
    private readonly DeltaT _bounds;
    private readonly FrcpReceiver _receiver;
    private readonly SendRun _run;
    private readonly TimerTable _timers;
    private readonly Scoreboard _board = new();
    private readonly LossDetector _detector;
    private readonly int _mostHeld;
    private readonly int _mostInFlight;
    private int _inFlightLimit;

    public LossRecovery(
        PacketPath path, FlowLimits limits, DeltaT bounds, FrcpReceiver receiver, SendRun run, TimerTable timers, int fragment)
    {
        _path = path;
        _bounds = bounds;
        _receiver = receiver;
        _run = run;
        _timers = timers;
        _mostHeld = limits.UnacknowledgedBytes;
        _mostInFlight = Math.Max(LeastInFlight, _mostHeld / fragment);
        _inFlightLimit = _mostInFlight;
        Rtt = new RttEstimator(Duration.Min(limits.DelayedAck, bounds.AckBound), bounds.RetransmissionBound / 8);
        _detector = new LossDetector(Rtt);
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

    /// <summary>True when one more buffer may be held; a first one always.</summary>
    public bool HasMemoryFor(int capacity) => _board.Count == 0 || _board.HeldBytes + capacity <= _mostHeld;

    /// <summary>True when so many bytes of buffers may be held besides what is; buffers of one train always.</summary>
    public bool HasMemoryForAll(long bytes) =>
        _board.HeldBytes + bytes <= _mostHeld || (_board.Count == 0 && bytes <= PacketPool.LargeCapacity);

    /// <summary>Keeps a train that is about to be sent for the first time.</summary>
    public void Keep(in Train train, SequenceNumber first, Instant now)
    {
        train.Buffer.Retain();
        _board.Add(train, first, now);
        if (_board.Count == 1)
        {
            _timers.Set(FrcpTimer.Retransmission, now + Rtt.Timeout);
            _timers.Set(FrcpTimer.GiveUp, now + _bounds.RetransmissionBound);
        }
    }

    /// <summary>True where an acknowledgement number belongs to what was sent, and is not older than one that came before.</summary>
    public bool IsCurrent(SequenceNumber acknowledged) => _board.Count == 0
        ? acknowledged == _run.Next
        : !acknowledged.IsAfter(_run.Next) && !acknowledged.IsBefore(_board[0].First);

    /// <summary>Takes an acknowledgement that is current, with its blocks.</summary>
    public void HandleAcknowledgement(in FrcpHeader header, ReadOnlySpan<byte> packet, Instant now)
    {
        SequenceNumber acknowledged = header.Acknowledgement;
        bool isNews = _board.Acknowledge(acknowledged, _detector, now);
        for (int i = 0; i < header.SackCount; i++)
        {
            SackBlock block = FrcpHeader.BlockAt(packet, i);
            if (block.Start.IsBefore(block.End) && block.Start.IsAfter(acknowledged) && !block.End.IsAfter(_run.Next))
            {
                isNews |= _board.Acknowledge(block, _detector, now);
            }
        }

        if (!isNews)
        {
            return;
        }

        Rtt.EndBackOff();
        _inFlightLimit = Math.Min(_mostInFlight, _inFlightLimit * 2);
        Detect(now);
        if (_board.Count == 0)
        {
            _timers.Stop(FrcpTimer.Retransmission);
            _timers.Stop(FrcpTimer.GiveUp);
        }
        else
        {
            _timers.Set(FrcpTimer.Retransmission, now + Rtt.Timeout);
            _timers.Set(FrcpTimer.GiveUp, _board[0].SentAt + _bounds.RetransmissionBound);
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
            _path.Counters.Timeouts++;
            Rtt.BackOff();
            _inFlightLimit = Math.Max(LeastInFlight, _inFlightLimit / TimeoutPart);
            LossDetector.MarkAll(_board);
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

        FrcpFlags feedback = _receiver.TakeFeedback(out SequenceNumber window, out SequenceNumber acknowledgement);
        for (int i = 0; i < count; i++)
        {
            Span<byte> packet = part[i];
            FrcpHeader.TryRead(packet, out FrcpHeader header);
            FrcpFlags flags = (header.Flags & ~(FrcpFlags.Acknowledgement | FrcpFlags.Window)) | feedback;
            (header with { Flags = flags, Window = window, Acknowledgement = acknowledgement }).Write(packet);
        }

        _board.MarkResent(ref sent, TrainBits.Range(first, count), now);
        _run.NoteSent(now);
        _path.Counters.Retransmitted += count;
        _path.Send(part, now);
        return true;
    }

    private void Detect(Instant now) => _timers.Set(FrcpTimer.Reordering, _detector.Detect(_board, now));
}
