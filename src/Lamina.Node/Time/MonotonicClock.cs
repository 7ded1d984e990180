using System.Diagnostics;
using Lamina.Core;

namespace Lamina.Node;

/// <summary>The system's monotonic clock, from the birth of this object.</summary>
public sealed class MonotonicClock : IClock
{
    private static readonly long NanosecondsPerTick = 1_000_000_000 / Stopwatch.Frequency;

    private readonly long _origin = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public Instant Now => new((Stopwatch.GetTimestamp() - _origin) * NanosecondsPerTick);
}
