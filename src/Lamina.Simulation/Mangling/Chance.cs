using Lamina.Core;

namespace Lamina.Simulation.Mangling;

/// <summary>Chances from any random source; one of 0 draws nothing.</summary>
internal sealed class Chance(IRandomSource random)
{
    /// <summary>True with this probability.</summary>
    public bool Happens(double chance) => chance > 0 && (random.NextUInt64() >> 11) * (1.0 / (1UL << 53)) < chance;

    /// <summary>An integer from 0 up to, not including, the bound.</summary>
    public int Next(int bound) => (int)(random.NextUInt64() % (ulong)bound);
}
