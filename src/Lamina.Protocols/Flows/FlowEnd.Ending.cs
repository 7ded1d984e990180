using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <content>How a flow ends: one direction of it, in good order, or at once.</content>
public sealed partial class FlowEnd
{
    // Sealed, and with a place in the order for the last word.
    private bool IsEndSaid => _sealing is not null && CanCompleteWrites;

    private State _state;
    private WriteEnd _writeEnd;
    private Instant _lingerUntil = Instant.Never;

    // What became of the end of what this side writes.
    private enum WriteEnd
    {
        NotYet,
        Owed,
        Told,
    }

    private enum State
    {
        Open,

        // Close was called; what was written is still being delivered.
        Lingering,
        Closed,
    }

    /// <summary>
    /// Ends what this side writes; the peer reads all of it, then the end, and may go on writing. Never waits: where there is no room
    /// now, the end follows as soon as there is. Nothing where <see cref="CanCompleteWrites"/> is false.
    /// </summary>
    public void CompleteWrites(Instant now)
    {
        if (CanCompleteWrites && IsOpenForWriting)
        {
            _writeEnd = WriteEnd.Owed;
            TellEnd(now);
            Rearm(now);
        }
    }

    /// <summary>
    /// Ends the flow: reads and writes end at once, what was written is still delivered, for at most R. Then the user
    /// hears <see cref="IFlowEndUser.HandleClosed"/>.
    /// </summary>
    public void Close(Instant now) => Close(Duration.Forever, now);

    /// <summary>
    /// As the other, for a time of its own, R at most. Where that was too short, both sides hear <see cref="CloseReason.Timeout"/>.
    /// Once more, it can only make the time shorter.
    /// </summary>
    public void Close(Duration linger, Instant now)
    {
        _queue?.Discard();
        if (_state == State.Closed)
        {
            return;
        }

        _lingerUntil = Instant.Min(_lingerUntil, now + Duration.Min(linger, Bounds.RetransmissionBound));
        if (_state == State.Lingering)
        {
            Post();
            return;
        }

        _state = State.Lingering;
        // The close says it better; but anybody on the way may say it, so where there are keys it is said inside as well.
        _writeEnd = IsEndSaid && _writeEnd != WriteEnd.Told ? WriteEnd.Owed : WriteEnd.Told;
        Awake(now).BeginClose();
        _queue.Discard();
        Post();
        Rearm(now);
    }

    /// <summary>Ends the flow at once: nothing more is delivered, every buffer and timer is given back.</summary>
    public void Abort(CloseReason reason, Instant now)
    {
        _queue?.Discard();
        if (_state != State.Closed)
        {
            Finish(reason);
            _lower.Close(reason, now);
        }
    }

    private void CloseLower(CloseReason reason, Instant now)
    {
        Finish(reason);
        _lower.Close(reason, now);
        _user.HandleClosed(reason, now);
    }

    private void Finish(CloseReason reason)
    {
        _state = State.Closed;
        ClosedBecause = reason;
        _queue?.DropOpen();
        _element?.Release();
        _sealing?.Dispose();
        _timer.Remove();
        _lower.User = NoFlowUser.Instance;
    }

    private void TellEnd(Instant now)
    {
        if (_writeEnd == WriteEnd.Owed && _state != State.Closed)
        {
            _isWriterBlocked = Awake(now).WriteEnd(now) != WriteStatus.Done;
            _writeEnd = _isWriterBlocked ? WriteEnd.Owed : WriteEnd.Told;
        }
    }
}
