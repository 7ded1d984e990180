using Lamina.Bearers.Rings;
using Lamina.Core;
using Lamina.Node.Ownership;

namespace Lamina.Node.Driving;

/// <content>
/// Threads that wait and drive meanwhile. They are let in only where blocked calls come again soon after one has ended: then nobody
/// needs the loop in between, and nobody need wake it.
/// </content>
public sealed partial class DomainDriver
{
    private static readonly Duration Soon = Duration.FromMicroseconds(500);

    // Inside only.
    private readonly BlockedThreads _blocked = new();
    private Instant _unblockedAt;
    private bool _isBrisk;
    private bool _hasUnblocked;
    private int _visitor;
    private bool _isTakenIn;
    private bool _isLeftVacant;

    /// <summary>Times that a blocked thread has driven; modulo 2^32.</summary>
    public int Visits => _seat.Visits;

    /// <summary>Lets this thread drive until what it waits for has come. False: somebody else does; then wait for it to be told.</summary>
    /// <param name="patience">How long it waits at most.</param>
    /// <param name="looksOut">It waits for a message, and may look for one before it sleeps, where that has paid lately.</param>
    /// <param name="visit">To be disposed of.</param>
    public bool TryVisit(Duration patience, bool looksOut, out Visit visit)
    {
        bool isTaken = !_hasEnded && _seat.TryTake();
        if (isTaken && _waker.IsNotified)
        {
            // Whatever it was for, the turn that follows sees to it.
            _waker.Awake();
        }

        visit = isTaken ? new Visit(this, patience, looksOut) : default;
        return isTaken;
    }

    /// <summary>A thread blocks until it is told. Only inside.</summary>
    /// <param name="thread">Of that thread, and in no list.</param>
    /// <param name="now">The turn's time.</param>
    public void NoteBlocked(LinkedListNode<Instant> thread, Instant now)
    {
        _blocked.Add(thread, now);
        NoteBlocked(now);
        if (_seat.TryRecall())
        {
            // It was left vacant for others, before this thread had come so far.
            _seat.Wake();
        }
    }

    /// <summary>A thread that blocks is told. Only inside.</summary>
    /// <param name="thread">As it was noted.</param>
    public void NoteUnblocked(LinkedListNode<Instant> thread)
    {
        _blocked.Remove(thread);
        _unblockedAt = Clock.Now;
        _hasUnblocked = true;
    }

    /// <summary>What a visitor waits for may have come by another thread's work: it must look. Only inside.</summary>
    public void WakeVisitor()
    {
        if (_visitor != Environment.CurrentManagedThreadId)
        {
            _waker.Wake();
        }
    }

    /// <summary>The visitor is to leave the seat to a thread that was told in its turn: it comes again soon, and who has waited for long may for longer.</summary>
    internal bool IsDisplaced(Instant since, Instant now) => _hasUnblocked && _isBrisk && now - since >= BlockedThreads.Long;

    internal bool TryBeginVisit(bool isFirst, out Ownership<DirectStepper> ownership, out Instant now)
    {
        while (!_domain.TryEnterAsLoop(out ownership))
        {
            if (_hasEnded)
            {
                now = Clock.Now;
                return false;
            }

            WaitForOwner();
        }

        now = Clock.Now;
        _hasUnblocked = false;
        try
        {
            if (isFirst)
            {
                NoteBlocked(now);
                _isLeftVacant = false;
                _visitor = Environment.CurrentManagedThreadId;
            }

            _isTakenIn = TakeIn(now);
            return true;
        }
        catch (Exception failure)
        {
            Fail(failure);
            ownership.Dispose();
            return false;
        }
    }

    internal Duration EndVisitedTurn(VisitEnd end, Instant now)
    {
        Settle(now);
        _isLeftVacant = _isBrisk && (end == VisitEnd.ComesAgain || (end == VisitEnd.IsDone && !_blocked.AnyLately(now)));
        _isAttended = !_isLeftVacant;
        if (end == VisitEnd.GoesOn)
        {
            return PrepareSleep(_isTakenIn);
        }

        if (_interestChanged)
        {
            // The next visitor may only glance at the sockets.
            _interestChanged = false;
            _poller.Prepare();
        }

        _unblockedAt = now;
        return NoSleep();
    }

    private void NoteBlocked(Instant now)
    {
        _isBrisk = now - _unblockedAt < Soon;
        _quickTurns = 0;
    }

    /// <summary>
    /// Visitor only, and inside while the domain lives: who is told by this turn's completions may take this processor at once, and is to find
    /// the seat as it will be.
    /// </summary>
    /// <returns>True: <see cref="WakeLoop"/>, outside.</returns>
    internal bool LeaveSeat() => _seat.LeaveQuietly(toLoop: !_isLeftVacant || _hasEnded);

    internal void WakeLoop() => _seat.Wake();
}
