namespace Lamina.Simulation.Links;

/// <summary>What one direction of a link has done to datagrams.</summary>
public sealed class LinkCounters
{
    /// <summary>Sent into it.</summary>
    public long Sent { get; internal set; }

    /// <summary>Lost by chance, or while the link was cut.</summary>
    public long Lost { get; internal set; }

    /// <summary>Dropped at a full queue.</summary>
    public long Dropped { get; internal set; }

    /// <summary>Longer than the link carries.</summary>
    public long TooLong { get; internal set; }

    /// <summary>Sent twice.</summary>
    public long Duplicated { get; internal set; }

    /// <summary>Changed by a bit.</summary>
    public long Corrupted { get; internal set; }

    /// <summary>Delivered, duplicates included.</summary>
    public long Delivered { get; internal set; }
}
