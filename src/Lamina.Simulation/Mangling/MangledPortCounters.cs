namespace Lamina.Simulation.Mangling;

/// <summary>What a <see cref="MangledPort"/> did, in datagrams.</summary>
public sealed class MangledPortCounters
{
    /// <summary>Came.</summary>
    public long Received { get; internal set; }

    /// <summary>Lost by chance.</summary>
    public long Dropped { get; internal set; }

    /// <summary>Lost because too many waited.</summary>
    public long DroppedQueueFull { get; internal set; }

    /// <summary>Lost because the pool was empty.</summary>
    public long DroppedNoBuffer { get; internal set; }

    /// <summary>Came twice.</summary>
    public long Duplicated { get; internal set; }

    /// <summary>Overtook others.</summary>
    public long Reordered { get; internal set; }

    /// <summary>Handed up, those without a buffer included.</summary>
    public long Delivered { get; internal set; }
}
