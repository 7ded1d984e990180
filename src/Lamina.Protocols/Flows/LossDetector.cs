using System.Numerics;
using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>
/// Decides what is lost from what has arrived. Two rules: three later segments have arrived (RFC 6675), for segments sent
/// once; or something sent later has arrived and a part of a round trip has passed since (the idea of RACK, RFC 8985),
/// for all. What nothing arrives after is left to the retransmission timer.
/// </summary>
internal sealed class LossDetector(RttEstimator rtt)
{
    private const int ReorderingThreshold = 3;

    // Packets that overtake each other by less than this are not lost; a quarter of the round trip where that is more.
    private static readonly Duration MinReordering = Duration.FromMicroseconds(200);

    // The latest send time of anything that has arrived, and how long that took.
    private Instant _latestSent;
    private Duration _latestRtt;
    private bool _hasDelivered;

    private Instant _sampleSent;
    private bool _hasSample;

    /// <summary>Segments have arrived.</summary>
    /// <param name="sentAt">When they were sent last.</param>
    /// <param name="once">False when they were sent again: then it may have been the first copy that arrived.</param>
    /// <param name="now">The present.</param>
    public void NoteDelivered(Instant sentAt, bool once, Instant now)
    {
        Duration took = now - sentAt;
        if (!once && took < rtt.Min)
        {
            return;
        }

        if (once && (!_hasSample || sentAt > _sampleSent))
        {
            _hasSample = true;
            _sampleSent = sentAt;
        }

        if (!_hasDelivered || sentAt >= _latestSent)
        {
            _hasDelivered = true;
            _latestSent = sentAt;
            _latestRtt = took;
        }
    }

    /// <summary>Marks what is lost, after acknowledgements were noted.</summary>
    /// <returns>When to look again, because something may only be late.</returns>
    public Instant Detect(Scoreboard board, Instant now)
    {
        if (_hasSample)
        {
            rtt.Add(now - _sampleSent);
            _hasSample = false;
        }

        if (board.Count == 0 || !_hasDelivered || (board.Delivered == 0 && board[0].SentAt >= _latestSent))
        {
            return Instant.Never;
        }

        Instant again = Instant.Never;
        int later = 0;
        for (int i = board.Count - 1; i >= 0; i--)
        {
            ref SentTrain train = ref board[i];
            if (train.InFlight != 0)
            {
                board.MarkLost(ref train, Overtaken(train, later));
                again = Instant.Min(again, MarkLate(board, ref train, train.InFlight & ~train.Resent, train.SentAt, later, now));
                again = Instant.Min(again, MarkLate(board, ref train, train.InFlight & train.Resent, train.ResentAt, later, now));
            }

            later += BitOperations.PopCount(train.Delivered);
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

    private static ulong Overtaken(in SentTrain train, int later)
    {
        ulong candidates = train.InFlight & ~train.Resent;
        if (later >= ReorderingThreshold)
        {
            return candidates;
        }

        ulong delivered = train.Delivered;
        for (int missing = ReorderingThreshold - later; missing > 1 && delivered != 0; missing--)
        {
            delivered &= ~Top(delivered);
        }

        return delivered == 0 ? 0 : candidates & (Top(delivered) - 1);
    }

    private Instant MarkLate(Scoreboard board, ref SentTrain train, ulong segments, Instant sentAt, int later, Instant now)
    {
        if (sentAt == _latestSent && later == 0)
        {
            // Sent in the same moment as the latest that arrived: only what stands before it can be late.
            segments &= train.Delivered == 0 ? 0 : Top(train.Delivered) - 1;
        }

        if (segments == 0 || sentAt > _latestSent)
        {
            return Instant.Never;
        }

        Instant deadline = sentAt + _latestRtt + Duration.Max(rtt.Min / 4, MinReordering);
        if (now < deadline)
        {
            return deadline;
        }

        board.MarkLost(ref train, segments);
        return Instant.Never;
    }

    private static ulong Top(ulong set) => 1UL << BitOperations.Log2(set);
}
