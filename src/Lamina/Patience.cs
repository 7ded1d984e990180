using Lamina.Core;

namespace Lamina;

/// <summary>How long a call waits: .NET's words for it, and the machines'.</summary>
internal static class Patience
{
    /// <summary>Longer than any program runs, and far from where a sum overflows.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <exception cref="ArgumentOutOfRangeException">Negative, and not infinite.</exception>
    public static Duration From(TimeSpan timeout)
    {
        if (timeout == Timeout.InfiniteTimeSpan || timeout > Longest)
        {
            return Duration.Forever;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        return new Duration(timeout.Ticks * TimeSpan.NanosecondsPerTick);
    }

    public static TimeSpan ToTimeSpan(Duration patience) => patience >= Duration.Forever
        ? Timeout.InfiniteTimeSpan
        : TimeSpan.FromTicks(patience.Nanoseconds / TimeSpan.NanosecondsPerTick);
}
