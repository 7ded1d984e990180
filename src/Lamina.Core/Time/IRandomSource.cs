namespace Lamina.Core;

/// <summary>
/// Where machines get their randomness: the system's generator in a node, a seeded one in a simulation.
/// </summary>
public interface IRandomSource
{
    /// <summary>64 uniformly random bits.</summary>
    ulong NextUInt64();

    /// <summary>Fills a span with random bytes.</summary>
    void Fill(Span<byte> bytes);
}
