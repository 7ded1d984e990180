namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>How far a look-up is with a member.</summary>
internal enum CandidateState
{
    /// <summary>Known, not asked.</summary>
    New,

    /// <summary>Asked.</summary>
    Asked,

    /// <summary>Asked, and late: others are asked in its place.</summary>
    Slow,

    /// <summary>Has answered.</summary>
    Answered,

    /// <summary>Was asked in vain.</summary>
    Silent,
}
