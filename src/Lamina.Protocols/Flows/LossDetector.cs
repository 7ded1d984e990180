using Lamina.Core;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Flows;

/// <summary>
/// Decides what is lost from what has arrived (RACK, RFC 8985): a segment is, when one that was sent later has arrived and a
/// round trip and the reordering window have passed since its own sending. That holds for what was sent again, too. What
/// nothing arrives after is left to the probe and the time-out.
/// </summary>
internal sealed class LossDetector(RttEstimator rtt, ReorderingWindow window)
{
    // The latest sent of all that has arrived: when, the number behind it, and how long it took.
    private Instant _latestSent;
    private SequenceNumber _latestEnd;
    private Duration _latestRtt;
    private bool _hasDelivered;

    // Of one answer: the latest sent of what was sent once, and of what was sent again.
    private Instant _sampleSent;
    private bool _hasSample;
    private Instant _repairSent;
    private bool _hasRepair;

    /// <summary>Segments have arrived.</summary>
    /// <param name="end">The number behind the last of them.</param>
    /// <param name="sentAt">When they were sent last.</param>
    /// <param name="once">False when they were sent again: then it may have been the first copy that arrived.</param>
    /// <param name="now">The present.</param>
    public void NoteDelivered(SequenceNumber end, Instant sentAt, bool once, Instant now)
    {
        Duration took = now - sentAt;
        if (!once && (!_hasRepair || sentAt > _repairSent))
        {
            _hasRepair = true;
            _repairSent = sentAt;
        }

        if (!once && took < rtt.Min)
        {
            return;
        }

        if (once && (!_hasSample || sentAt > _sampleSent))
        {
            _hasSample = true;
            _sampleSent = sentAt;
        }

        if (!_hasDelivered || sentAt > _latestSent || (sentAt == _latestSent && end.IsAfter(_latestEnd)))
        {
            _hasDelivered = true;
            _latestSent = sentAt;
            _latestEnd = end;
            _latestRtt = took;
        }
    }

    /// <summary>A packet came after a later one.</summary>
    public void NoteReordering() => window.NoteReordering();

    /// <summary>Marks what is lost, after acknowledgements were noted.</summary>
    /// <param name="board">What is on its way.</param>
    /// <param name="isRepairing">Something counted as lost before, and the repair is not over.</param>
    /// <param name="now">The present.</param>
    /// <returns>When to look again, because something may only be late.</returns>
    public Instant Detect(Scoreboard board, bool isRepairing, Instant now)
    {
        // What was sent again later may have called for this answer, because an earlier one was lost: then the time since the first
        // sending is that of the repair, not of the path (a path that was dark for seconds would be long for ever).
        if (_hasSample && (!_hasRepair || _sampleSent >= _repairSent))
        {
            rtt.Add(now - _sampleSent, now);
        }

        _hasSample = false;
        _hasRepair = false;

        if (!_hasDelivered)
        {
            return Instant.Never;
        }

        Duration wait = _latestRtt + window.For(board.Delivered, isRepairing);
        Instant again = Instant.Never;

        // First sendings are in the order of their numbers: behind the latest there is nothing to look at.
        for (int i = 0; i < board.Count && board[i].SentAt <= _latestSent; i++)
        {
            ref SentTrain train = ref board[i];
            ulong inFlight = train.InFlight;
            if (inFlight != 0)
            {
                again = Instant.Min(again, MarkLate(board, ref train, inFlight & train.Resent, train.ResentAt, wait, now));
                Instant due = MarkLate(board, ref train, inFlight & ~train.Resent, train.SentAt, wait, now);
                if (due != Instant.Never)
                {
                    // Whatever stands behind was sent later, and is not due before this.
                    return Instant.Min(again, due);
                }
            }
        }

        return again;
    }

    /// <summary>The timer ran out: everything on its way counts as lost.</summary>
    public static void MarkAll(Scoreboard board)
    {
        for (int i = 0; i < board.Count; i++)
        {
            board.MarkLost(ref board[i], ulong.MaxValue);
        }
    }

    private Instant MarkLate(Scoreboard board, ref SentTrain train, ulong segments, Instant sentAt, Duration wait, Instant now)
    {
        if (sentAt == _latestSent)
        {
            // Sent in the same moment as the latest that arrived: only what stands before it can be late.
            segments &= TrainBits.All(Math.Clamp(_latestEnd.DistanceFrom(train.First), 0, TrainBits.MaxSegments));
        }

        if (segments == 0 || sentAt > _latestSent)
        {
            return Instant.Never;
        }

        Instant deadline = sentAt + wait;
        if (now < deadline)
        {
            return deadline;
        }

        board.MarkLost(ref train, segments);
        return Instant.Never;
    }
}
