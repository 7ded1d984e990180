using Lamina.Core;

namespace Lamina.Ipc.Udp.Impairment;

/// <summary>
/// How a way treats datagrams: a simulated link, or a real port that is made worse on purpose. Chances are from 0 to 1, per
/// datagram. The default changes nothing.
/// </summary>
public record LinkImpairment
{
    /// <summary>Time from one end to the other; default none.</summary>
    public Duration Latency { get; init; }

    /// <summary>Up to so much is added to <see cref="Latency"/>, the order is kept; default none.</summary>
    public Duration Jitter { get; init; }

    /// <summary>Chance to be lost.</summary>
    public double Loss { get; init; }

    /// <summary>Loss in bursts, besides <see cref="Loss"/>; null (default): none.</summary>
    public BurstLoss? Burst { get; init; }

    /// <summary>Chance to come twice.</summary>
    public double Duplication { get; init; }

    /// <summary>Chance to be overtaken, see <see cref="ReorderingDelay"/>.</summary>
    public double Reordering { get; init; }

    /// <summary>The most that a datagram which is overtaken takes longer; null (default): three latencies.</summary>
    public Duration? ReorderingDelay { get; init; }

    /// <summary>Chance that one bit is turned over. UDP's checksum would catch most; what is built on top must catch the rest.</summary>
    public double Corruption { get; init; }

    /// <summary>Rate in bits per second; 0 (default): no limit, and no queue.</summary>
    public long BitsPerSecond { get; init; }

    /// <summary>Bytes that wait for the rate at most, each way; more are dropped. Default 256 KiB.</summary>
    public int QueueBytes { get; init; } = 256 * 1024;

    /// <summary>Bytes of the longest datagram that passes; longer ones vanish. Default 65507: any.</summary>
    public int MaxDatagram { get; init; } = 65_507;

    /// <summary>When nothing passes; null (default): never.</summary>
    public Outage? Outage { get; init; }
}
