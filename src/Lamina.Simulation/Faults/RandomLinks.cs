using Lamina.Core;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Faults;

/// <summary>Links as a network may have them for good: from a cable to a bad radio link.</summary>
internal static class RandomLinks
{
    public static LinkProfile Draw(SeededRandom random)
    {
        // Equally often between 0.1 and 1, 1 and 10, 10 and 100 ms.
        var latency = Duration.FromMicroseconds((long)(100 * Math.Pow(10, 3 * random.NextDouble())));
        return new LinkProfile
        {
            Latency = latency,
            Jitter = latency * random.Next(50) / 100,
            Loss = random.Next(2) * random.NextDouble() * 0.03,
            Duplication = random.Next(2) * random.NextDouble() * 0.02,
            Reordering = random.Next(2) * random.NextDouble() * 0.02,
            Cut = random.NextDouble() * 0.3,
            Merge = random.NextDouble(),
            BitsPerSecond = random.Next(2) * (long)(1_000_000 * Math.Pow(10, 2 * random.NextDouble())),
            QueueBytes = 16_384 << random.Next(5),
        };
    }
}
