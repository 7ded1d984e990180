namespace Lamina;

/// <summary>Why a call of this library failed.</summary>
public enum LaminaError
{
    /// <summary>No daemon serves the stack, or this user may not attach to it.</summary>
    StackUnreachable,

    /// <summary>The daemon whose stack this was has gone: open the stack again.</summary>
    StackLost,

    /// <summary>The stack ended by a fault of its own; the inner exception says which.</summary>
    StackFailed,

    /// <summary>The stack was disposed of, by this program.</summary>
    StackClosed,

    /// <summary>Nobody serves the name in any layer that this stack is a member of.</summary>
    NameUnknown,

    /// <summary>The name is known, but no program behind it accepts flows.</summary>
    NoListener,

    /// <summary>A program is to be started for the name, but could not be, or did not listen; the daemon's list of names says why.</summary>
    ProgramNotStarted,

    /// <summary>The name is bound already, or may not be bound.</summary>
    NameInUse,

    /// <summary>The other side said no.</summary>
    Refused,

    /// <summary>The two sides share no version, composition or security suite.</summary>
    Incompatible,

    /// <summary>An identity was not proved, or is not allowed.</summary>
    Denied,

    /// <summary>No answer in time, or the peer was not reachable for too long.</summary>
    Timeout,

    /// <summary>No room for one more: flows, buffers or bandwidth.</summary>
    NoResources,

    /// <summary>The peer's process has died, or its stack has gone.</summary>
    PeerDied,

    /// <summary>A layer below broke down.</summary>
    FlowLost,

    /// <summary>The flow or listener was closed.</summary>
    Closed,

    /// <summary>The message is longer than <see cref="Flow.MaxMessageSize"/>.</summary>
    MessageTooLong,

    /// <summary>The peer or the daemon broke a protocol.</summary>
    ProtocolError,

    /// <summary>The request makes no sense as it is, or failed for a reason that the message gives.</summary>
    InvalidRequest,

    /// <summary>The other program gave the flow up at once (<see cref="Flow.Abort()"/>): what was on its way may be lost.</summary>
    Reset,

    /// <summary>There is no way to the peer at present, and <see cref="Flow.FailsWhileDown"/> asks not to wait for one; the flow goes on.</summary>
    FlowDown,

    /// <summary>The message of which parts were read will never be whole: its writer gave it up. The flow goes on with the next one.</summary>
    MessageTorn,
}
