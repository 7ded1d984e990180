using Lamina.Core;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>What a simulated link does to packets; all chances are per packet, 0 to 1.</summary>
internal sealed record LinkFaults
{
    public static LinkFaults None { get; } = new();

    public Duration Latency { get; init; } = Duration.FromMilliseconds(5);

    public double Loss { get; init; }

    public double Duplication { get; init; }

    public double Reordering { get; init; }

    public double Corruption { get; init; }

    /// <summary>Chance that a train is cut behind a packet.</summary>
    public double Cutting { get; init; }

    /// <summary>Chance of each further copy of a packet that the link keeps.</summary>
    public double Kept { get; init; }

    /// <summary>For how long at most.</summary>
    public Duration KeptFor { get; init; }

    /// <summary>Bits per second; 0: no limit.</summary>
    public double Rate { get; init; }

    /// <summary>Bytes that wait for the link where it has a rate; the flow gives credit for them, and drops nothing.</summary>
    public int Buffer { get; init; } = 64 << 10;

    /// <summary>Loss in bursts: mean number of packets that are lost one after the other.</summary>
    public double BurstLength { get; init; } = 1;

    public static LinkFaults Random(SeededRandom random) => new()
    {
        Latency = Duration.FromMicroseconds(50 + random.Next(20_000)),
        Loss = random.NextDouble() * 0.2,
        Duplication = random.NextDouble() * 0.1,
        Reordering = random.NextDouble() * 0.25,
        Corruption = random.NextDouble() * 0.03,
        Cutting = random.NextDouble() * 0.3,
    };
}
