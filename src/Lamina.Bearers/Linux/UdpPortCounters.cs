namespace Lamina.Bearers.Linux;

/// <summary>What a UDP port has done and dropped, in trains unless said otherwise.</summary>
public sealed class UdpPortCounters
{
    /// <summary>Trains handed to the system.</summary>
    public long Sent { get; internal set; }

    /// <summary>Bytes of them.</summary>
    public long SentBytes { get; internal set; }

    /// <summary>Trains delivered.</summary>
    public long Received { get; internal set; }

    /// <summary>Bytes of them.</summary>
    public long ReceivedBytes { get; internal set; }

    /// <summary>The system's buffer was full and ours too.</summary>
    public long DroppedQueueFull { get; internal set; }

    /// <summary>No route, closed port, refused by a filter, or short of memory.</summary>
    public long DroppedUnsendable { get; internal set; }

    /// <summary>Longer than a datagram may be.</summary>
    public long DroppedTooLarge { get; internal set; }

    /// <summary>Received while the pool was empty.</summary>
    public long DroppedNoBuffer { get; internal set; }
}
