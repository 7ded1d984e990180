using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>Keeps members from doing the same at the same time.</summary>
internal static class Jitter
{
    /// <summary>A random duration from the one up to the other.</summary>
    public static Duration Between(Duration least, Duration most, IRandomSource random)
    {
        double part = (random.NextUInt64() >> 11) * (1.0 / (1UL << 53));
        return least + new Duration((long)((most - least).Nanoseconds * part));
    }
}
