using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>
/// How much later than others a packet may come before it counts as lost (RFC 8985, sections 6.2 and 7.4). None at first;
/// a part of the round trip once packets were seen to overtake each other; more with each round trip in which the peer told
/// of needless retransmissions; and back after some repairs without any.
/// </summary>
internal sealed class ReorderingWindow(RttEstimator rtt)
{
    // As many told beyond a gap make it a loss while nothing has been seen out of order.
    private const int ReorderingThreshold = 3;

    // Repairs without a needless retransmission until the window starts anew.
    private const int RepairsToForget = 16;

    private static readonly Duration Least = Duration.FromMicroseconds(200);

    private int _quarters = 1;
    private int _repairsLeft;
    private bool _isSeen;
    private Instant _grown;

    /// <summary>How long to wait.</summary>
    /// <param name="told">Packets that have arrived beyond a gap.</param>
    /// <param name="isRepairing">Something counts as lost already.</param>
    public Duration For(int told, bool isRepairing) => !_isSeen && (isRepairing || told >= ReorderingThreshold)
        ? Duration.Zero
        : Duration.Min(Duration.Max((rtt.Min * _quarters) / 4, Least), rtt.Smoothed);

    /// <summary>A packet came after a later one.</summary>
    public void NoteReordering()
    {
        if (!_isSeen)
        {
            _isSeen = true;
            _repairsLeft = RepairsToForget;
        }
    }

    /// <summary>The peer had what was sent again.</summary>
    public void NoteNeedless(Instant now)
    {
        NoteReordering();
        _repairsLeft = RepairsToForget;
        if (now - _grown >= rtt.Smoothed && rtt.Min * _quarters < rtt.Smoothed * 4)
        {
            _quarters++;
            _grown = now;
        }
    }

    /// <summary>All that was lost has arrived.</summary>
    public void NoteRepaired()
    {
        if (_repairsLeft > 0 && --_repairsLeft == 0)
        {
            _quarters = 1;
            _isSeen = false;
        }
    }
}
