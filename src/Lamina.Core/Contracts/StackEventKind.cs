namespace Lamina.Core;

/// <summary>Rare things inside a stack.</summary>
public enum StackEventKind
{
    /// <summary>An IPC process is a member of a layer.</summary>
    MemberEntered,

    /// <summary>An IPC process has left its layer.</summary>
    MemberLeft,

    /// <summary>A member took another address: another member had the same.</summary>
    AddressChanged,

    /// <summary>A neighbour can be reached.</summary>
    AdjacencyUp,

    /// <summary>A neighbour cannot be reached any more.</summary>
    AdjacencyDown,

    /// <summary>A program was started for a name.</summary>
    ProgramStarted,

    /// <summary>A program that was started failed.</summary>
    ProgramFailed,

    /// <summary>An attached process broke the protocol and was let go.</summary>
    AttachViolation,

    /// <summary>A queue that people should know about is full; who came then was refused.</summary>
    QueueFull,

    /// <summary>A peer that asked for a flow did not prove who it is.</summary>
    HandshakeRefused,

    /// <summary>A member has heard of newer revocations of its layer.</summary>
    RevocationsChanged,
}
