namespace Lamina.Core;

/// <summary>Why a flow ended, or never began. The numbers are on the wire; unknown ones read as <see cref="Other"/>.</summary>
public enum CloseReason : byte
{
    /// <summary>Not closed.</summary>
    None = 0,

    /// <summary>One side was done.</summary>
    Normal = 1,

    /// <summary>Nobody serves the name.</summary>
    NameUnknown = 2,

    /// <summary>The name is known, but no program behind it accepts.</summary>
    NoListener = 3,

    /// <summary>The other side said no.</summary>
    Refused = 4,

    /// <summary>The peers share no version of the protocol.</summary>
    VersionMismatch = 5,

    /// <summary>The peers share no composition, or no security suite that both accept.</summary>
    NoCommonComposition = 6,

    /// <summary>Identity was not proved, or is not allowed.</summary>
    Denied = 7,

    /// <summary>No answer in time.</summary>
    Timeout = 8,

    /// <summary>No room for one more: flows, buffers or bandwidth.</summary>
    NoResources = 9,

    /// <summary>The peer's process has died.</summary>
    PeerDied = 10,

    /// <summary>The flow below has gone.</summary>
    LowerFlowLost = 11,

    /// <summary>The layer or the stack is shutting down.</summary>
    ShuttingDown = 12,

    /// <summary>The peer broke the protocol.</summary>
    ProtocolError = 13,

    /// <summary>Retransmission gave up: nothing was acknowledged within R.</summary>
    Unreachable = 14,

    /// <summary>The daemon whose stack carried the flow has gone.</summary>
    StackLost = 15,

    /// <summary>One end of the flow lost its address to another member of the layer, and has another one now; ask again.</summary>
    AddressTaken = 16,

    /// <summary>The program behind the name could not be started, or did not listen once it was.</summary>
    ProgramNotStarted = 17,

    /// <summary>Nothing was heard of the peer for longer than the flow's <see cref="QosSpec.PeerTimeout"/>.</summary>
    PeerSilent = 18,

    /// <summary>The program at the other end gave the flow up at once; what it had sent may be lost.</summary>
    Reset = 19,

    /// <summary>The layer has not so much bandwidth left as the flow asked for.</summary>
    NoBandwidth = 20,

    /// <summary>The handshake's first message does not open: it was changed on its way, or made for a key that the member does not have any more.</summary>
    WrongKey = 21,

    /// <summary>A credential is not valid now: it has expired, it is not valid yet, or a clock is wrong.</summary>
    Expired = 22,

    /// <summary>The IPC process that carried the flow was restarted, and did not come back into its layer.</summary>
    MemberLost = 23,

    /// <summary>A reason that this version does not know.</summary>
    Other = 255,
}
