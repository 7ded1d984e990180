using Lamina.Core;

namespace Lamina.Ipc.Udp.Impairment;

/// <summary>Chances from any random source; one of 0 draws nothing.</summary>
public sealed class Chance(IRandomSource random)
{
    /// <summary>True with this probability.</summary>
    public bool Happens(double chance) => chance > 0 && Number() < chance;

    /// <summary>An integer from 0 up to, not including, the bound.</summary>
    public int Next(int bound) => (int)(random.NextUInt64() % (ulong)bound);

    /// <summary>A uniform part of a time.</summary>
    public Duration Part(Duration most) => new((long)(most.Nanoseconds * Number()));

    private double Number() => (random.NextUInt64() >> 11) * (1.0 / (1UL << 53));
}
