using Lamina.Core;

namespace Lamina.Ipc.Udp.Impairment;

/// <summary>When nothing passes, told from the time when the impairment began.</summary>
/// <param name="Length">How long; <see cref="Duration.Forever"/>: until the impairment is changed.</param>
/// <param name="Every">The outage is the last part of each such time; zero: one outage, at once.</param>
public sealed record Outage(Duration Length, Duration Every)
{
    /// <summary>True while nothing passes.</summary>
    /// <param name="since">Time since the impairment began.</param>
    public bool IsDown(Duration since) => Every == Duration.Zero
        ? since < Length
        : since.Nanoseconds % Every.Nanoseconds >= (Every - Length).Nanoseconds;
}
