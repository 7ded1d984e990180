using System.Globalization;
using Lamina.Core;
using Lamina.Ipc.Udp.Impairment;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Transport;

/// <summary>One cell of the grid: what the long link does, and how deep the network is.</summary>
/// <param name="LossPercent">Datagrams lost independently, each way, in per cent.</param>
/// <param name="Fault">What else is wrong.</param>
/// <param name="RoundTripMs">Round trip of the empty way in milliseconds.</param>
/// <param name="Depth">Unicast layers on each other, over udp.</param>
public sealed record TransportCell(double LossPercent, TransportFault Fault, int RoundTripMs, int Depth)
{
    /// <summary>Rate of every link in bits per second.</summary>
    public const long BitsPerSecond = 100_000_000;

    private const int SmallestQueue = 64 * 1024;

    /// <summary>Latency of the short links.</summary>
    private static readonly Duration Access = Duration.FromMicroseconds(50);

    /// <summary>As a person types it: <c>1%,clean,20ms,depth1</c>.</summary>
    public string Name => string.Create(
        CultureInfo.InvariantCulture, $"{LossPercent}%,{Fault.ToString().ToLowerInvariant()},{RoundTripMs}ms,depth{Depth}");

    /// <summary>The links between the senders and the router: a good cable with a short queue.</summary>
    public static LinkProfile ShortLink => new()
    {
        Latency = Access,
        Jitter = Duration.Zero,
        BitsPerSecond = BitsPerSecond,
        QueueBytes = SmallestQueue,
    };

    /// <summary>The link between the router and the receiver, before anything is wrong with it.</summary>
    public LinkProfile LongLink => ShortLink with
    {
        Latency = (Duration.FromMilliseconds(RoundTripMs) / 2) - Access,
        QueueBytes = Math.Max(SmallestQueue, (int)(BitsPerSecond / 8 * RoundTripMs / 1000)),
    };

    /// <summary>The same with its faults; the black hole comes on top, at its time.</summary>
    public LinkProfile BadLink => LongLink with
    {
        Loss = LossPercent / 100,
        Reordering = Fault == TransportFault.Reordering ? 0.02 : 0,
        ReorderingDelay = Duration.FromMilliseconds(RoundTripMs) / 2,
        Duplication = Fault == TransportFault.Duplication ? 0.02 : 0,
        Corruption = Fault == TransportFault.Corruption ? 0.005 : 0,
        Burst = Fault == TransportFault.Bursts ? new BurstLoss(0.002, 0.2, 1) : null,
    };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
