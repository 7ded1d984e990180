namespace Lamina.Ipc.Udp.Impairment;

/// <summary>What one way has done to datagrams.</summary>
public sealed class FateCounters
{
    /// <summary>Sent into it.</summary>
    public long Sent { get; internal set; }

    /// <summary>Lost by chance, or during an outage.</summary>
    public long Lost { get; internal set; }

    /// <summary>Dropped at a full queue.</summary>
    public long Dropped { get; internal set; }

    /// <summary>Longer than the way carries.</summary>
    public long TooLong { get; internal set; }

    /// <summary>Sent twice.</summary>
    public long Duplicated { get; internal set; }

    /// <summary>Overtaken by what was sent later.</summary>
    public long Reordered { get; internal set; }

    /// <summary>Changed by a bit.</summary>
    public long Corrupted { get; internal set; }

    /// <summary>Delivered, duplicates included.</summary>
    public long Delivered { get; internal set; }
}
