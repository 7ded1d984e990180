using Lamina.Core;

namespace Lamina.Simulation.Links;

/// <summary>How a link treats datagrams, each way alike. Chances are from 0 to 1, per datagram. The default is a good cable.</summary>
public sealed record LinkProfile
{
    /// <summary>Time from one end to the other; default 1 ms.</summary>
    public Duration Latency { get; init; } = Duration.FromMilliseconds(1);

    /// <summary>Up to so much is added to <see cref="Latency"/>, the order is kept; default 0.1 ms.</summary>
    public Duration Jitter { get; init; } = Duration.FromMicroseconds(100);

    /// <summary>Chance to be lost.</summary>
    public double Loss { get; init; }

    /// <summary>Loss in bursts, besides <see cref="Loss"/>; null (default): none.</summary>
    public BurstLoss? Burst { get; init; }

    /// <summary>Chance to come twice.</summary>
    public double Duplication { get; init; }

    /// <summary>Chance to be overtaken: it takes up to three latencies more.</summary>
    public double Reordering { get; init; }

    /// <summary>Chance that one bit is turned over. UDP's checksum would catch most; what is built on top must catch the rest.</summary>
    public double Corruption { get; init; }

    /// <summary>Chance that a train is cut before a datagram, so that its parts arrive apart; default 0.05.</summary>
    public double Cut { get; init; } = 0.05;

    /// <summary>Chance that what arrives together from one peer is handed over as one train; default 0.8.</summary>
    public double Merge { get; init; } = 0.8;

    /// <summary>Rate in bits per second; 0 (default): no limit, and no queue.</summary>
    public long BitsPerSecond { get; init; }

    /// <summary>Bytes that wait for the rate at most, each way; more are dropped. Default 256 KiB.</summary>
    public int QueueBytes { get; init; } = 256 * 1024;
}
