namespace Lamina.Protocols.Fragments;

/// <summary>What was found out about the paths to neighbours, and what became of packets that were too long for them.</summary>
public sealed class PartCounters
{
    /// <summary>Questions asked how long a packet may be.</summary>
    public long Questions { get; internal set; }

    /// <summary>Paths that did carry a length, and did not any more.</summary>
    public long Holes { get; internal set; }

    /// <summary>Packets that were cut.</summary>
    public long Cut { get; internal set; }

    /// <summary>Packets that were joined.</summary>
    public long Joined { get; internal set; }

    /// <summary>Packets given up because newer ones took their place: a part of them was lost.</summary>
    public long Incomplete { get; internal set; }

    /// <summary>Parts that came twice, or after their packet was given up.</summary>
    public long Late { get; internal set; }

    /// <summary>Parts that made no sense.</summary>
    public long Malformed { get; internal set; }

    /// <summary>Packets dropped because no buffer was free.</summary>
    public long NoBuffer { get; internal set; }
}
