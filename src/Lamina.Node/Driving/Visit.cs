using Lamina.Bearers.Rings;
using Lamina.Core;
using Lamina.Node.Ownership;

namespace Lamina.Node.Driving;

/// <summary>
/// A program's thread that waits for something drives the domain meanwhile: what comes wakes it and nobody else, and is handled where it
/// is wanted.
/// <code>
/// while (!isDone &amp;&amp; visit.TryBegin(out Instant now))             waits, takes in what came
///     visit.End(isDone = TryWhatIWaitFor(now) || visit.IsLate);      or if visit.IsDisplaced: then wait to be told
/// visit.Dispose();
/// </code>
/// Between <see cref="TryBegin"/> and <see cref="End"/> it owns the domain: no blocking, no code of users.
/// </summary>
public ref struct Visit
{
    private readonly DomainDriver _driver;
    private readonly Duration _patience;
    private readonly bool _looksOut;
    private Ownership<DirectStepper> _ownership;
    private Instant _until;
    private Instant _since;
    private Instant _now;
    private Duration _sleep;
    private bool _hasBegun;
    private bool _hasLeft;
    private bool _wakesLoop;

    internal Visit(DomainDriver driver, Duration patience, bool looksOut)
    {
        _driver = driver;
        _patience = patience;
        _looksOut = looksOut;
    }

    /// <summary>Its patience is over: it is to end.</summary>
    public readonly bool IsLate => _now >= _until;

    /// <summary>
    /// Another thread's call has ended, and is likely to come again, and this one has waited for long: it is to wait to be told, and leave
    /// the seat, so that an idle reader does not stand between the poller and a busy one.
    /// </summary>
    public readonly bool IsDisplaced => _driver.IsDisplaced(_since, _now);

    /// <summary>Waits for input, though not the first time, and enters with it.</summary>
    /// <returns>False: the domain has ended, and nothing is owned.</returns>
    public bool TryBegin(out Instant now)
    {
        if (_hasBegun)
        {
            Duration sleep = _until == Instant.Never ? _sleep : Duration.Min(_sleep, _until - _now);
            if (!_looksOut || !_driver.TryLookOut(sleep))
            {
                _driver.Sleep(sleep);
            }
        }

        bool isOwned = _driver.TryBeginVisit(!_hasBegun, out _ownership, out _now);
        if (!_hasBegun)
        {
            _hasBegun = true;
            _since = _now;
            _until = _patience == Duration.Forever ? Instant.Never : _now + _patience;
        }

        now = _now;
        return isOwned;
    }

    /// <summary>Settles and lets go.</summary>
    /// <param name="isDone">The visit is over; it is, too, where <see cref="IsDisplaced"/>.</param>
    public void End(bool isDone)
    {
        try
        {
            VisitEnd end = isDone ? _patience == Duration.Zero ? VisitEnd.ComesAgain : VisitEnd.IsDone
                : IsDisplaced ? VisitEnd.IsDisplaced : VisitEnd.GoesOn;
            _sleep = _driver.EndVisitedTurn(end, _now);
            _hasLeft = end != VisitEnd.GoesOn;
            _wakesLoop = _hasLeft && _driver.LeaveSeat();
        }
        catch (Exception failure)
        {
            _driver.Fail(failure);
        }
        finally
        {
            _ownership.Dispose();
        }
    }

    /// <summary>Leaves the seat, if it has not.</summary>
    public readonly void Dispose()
    {
        if (_hasLeft ? _wakesLoop : _driver.LeaveSeat())
        {
            _driver.WakeLoop();
        }
    }
}
