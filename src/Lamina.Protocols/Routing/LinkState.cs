using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>What one member says about all its links.</summary>
/// <param name="Origin">The member.</param>
/// <param name="Sequence">Its count; a higher one replaces a lower one.</param>
/// <param name="Links">Its links, in the order of the neighbours' addresses.</param>
/// <param name="Expires">When it is forgotten here.</param>
public sealed record LinkState(Address Origin, ulong Sequence, Link[] Links, Instant Expires)
{
    /// <summary>Random number of the membership that speaks: two members that own one address differ in it.</summary>
    public ulong Instance { get; init; }

    /// <summary>True where the member only forwards: it keeps nothing for others.</summary>
    public bool IsRouter { get; init; }

    /// <summary>
    /// True where the member has left. Kept until it expires all the same: it must outlive earlier words of the member that
    /// are still on their way.
    /// </summary>
    public bool IsLeaving { get; init; }
}
