using Lamina.Core;

namespace Lamina.Node.Driving;

/// <content>
/// A thread that sends small messages one right behind the other: what a turn has gathered may wait for what the next ones bring, since a
/// call to the system costs ten times what a message does. Any other turn lets all of it go, and so does whoever drives, after 50 us.
/// </content>
public sealed partial class DomainDriver
{
    /// <summary>So many turns in a row must have been quick: a burst of a few messages waits for nothing.</summary>
    private const int QuickTurns = 16;

    /// <summary>From the end of a turn to the begin of the next one: then it is quick.</summary>
    private static readonly Duration Gap = Duration.FromMicroseconds(10);

    /// <summary>Less than this may be somebody else's turn, or the system's: it is forgiven once.</summary>
    private static readonly Duration Pause = Duration.FromMicroseconds(500);

    /// <summary>For so long whoever drives sleeps at most where anything was kept lately; the system's timers may add as much.</summary>
    private static readonly Duration WatchTime = Duration.FromMicroseconds(50);

    // Inside only.
    private Instant _turnEndedAt;
    private int _quickTurns;
    private bool _isTurn;
    private bool _isAttended;
    private bool _hasKept;

    /// <summary>As <see cref="Settle"/>, of a thread that drives nothing. Only inside.</summary>
    internal void SettleTurn(Instant now)
    {
        Duration gap = now - _turnEndedAt;
        _quickTurns = gap <= Gap ? Math.Min(_quickTurns + 1, 2 * QuickTurns) : gap <= Pause ? _quickTurns / 2 : 0;
        _isTurn = true;
        Settle(now);
        _isTurn = false;
    }

    /// <summary>What the turn has gathered may wait. A vacant seat is looked at once in a millisecond only.</summary>
    private bool MayWait()
    {
        if (!_isTurn)
        {
            return false;
        }

        _turnEndedAt = Clock.Now;
        return _quickTurns >= QuickTurns && _isAttended;
    }

    /// <summary>Something is kept; says whether whoever drives looks soon by itself.</summary>
    private bool IsWatched(Instant now)
    {
        _hasKept = true;
        return _sleepsUntil <= now + WatchTime;
    }

    /// <summary>When to look again: while things are kept no sleep is long, so that they need wake nobody.</summary>
    private Instant WatchKept(Instant next)
    {
        if (!_hasKept)
        {
            return next;
        }

        _hasKept = false;
        return Instant.Min(next, Clock.Now + WatchTime);
    }
}
