namespace Lamina;

/// <summary>What a <see cref="FlowSet"/> tells of a flow.</summary>
public enum FlowSetEventKind
{
    /// <summary>A flow that was asked for is there; it is in the set from now on.</summary>
    Allocated,

    /// <summary>A flow that was asked for will not come; <see cref="FlowAllocation.Failure"/> says why.</summary>
    Refused,

    /// <summary>Something can be read: messages, or that the peer writes no more.</summary>
    Readable,

    /// <summary>
    /// There is room again, after <see cref="Flow.TryWrite"/> has found none: try again. Where it is too little for the message, another
    /// one follows.
    /// </summary>
    Writable,

    /// <summary>The layer has no way to the peer any more; the flow lives on.</summary>
    Down,

    /// <summary>There is a way again.</summary>
    Up,

    /// <summary>The flow has ended (<see cref="Flow.CloseReason"/>), and has left the set. What came before can still be read.</summary>
    Closed,
}
