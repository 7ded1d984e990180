namespace Lamina.Core;

/// <summary>A length of time in nanoseconds; may be negative. Protocol code never uses wall time.</summary>
/// <param name="Nanoseconds">The length in nanoseconds.</param>
public readonly record struct Duration(long Nanoseconds) : IComparable<Duration>
{
    /// <summary>No time at all.</summary>
    public static readonly Duration Zero = new(0);

    /// <summary>Longer than anything that a stack lives (about 146 years); safe to add to an <see cref="Instant"/>.</summary>
    public static readonly Duration Forever = new(long.MaxValue / 2);

    /// <summary>The length in whole milliseconds, rounded down.</summary>
    public long Milliseconds => Nanoseconds / 1_000_000;

    /// <summary>The length in seconds.</summary>
    public double TotalSeconds => Nanoseconds / 1e9;

    /// <summary>A duration of so many microseconds.</summary>
    public static Duration FromMicroseconds(long value) => new(value * 1_000);

    /// <summary>A duration of so many milliseconds.</summary>
    public static Duration FromMilliseconds(long value) => new(value * 1_000_000);

    /// <summary>A duration of so many seconds.</summary>
    public static Duration FromSeconds(double value) => new((long)(value * 1e9));

    /// <summary>The shorter of two durations.</summary>
    public static Duration Min(Duration a, Duration b) => a < b ? a : b;

    /// <summary>The longer of two durations.</summary>
    public static Duration Max(Duration a, Duration b) => a > b ? a : b;

    /// <inheritdoc/>
    public int CompareTo(Duration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <inheritdoc/>
    public override string ToString() => $"{Nanoseconds / 1e6:0.###} ms";

    /// <summary>Sum.</summary>
    public static Duration operator +(Duration a, Duration b) => new(a.Nanoseconds + b.Nanoseconds);

    /// <summary>Difference.</summary>
    public static Duration operator -(Duration a, Duration b) => new(a.Nanoseconds - b.Nanoseconds);

    /// <summary>Multiple.</summary>
    public static Duration operator *(Duration a, long factor) => new(a.Nanoseconds * factor);

    /// <summary>Part.</summary>
    public static Duration operator /(Duration a, long divisor) => new(a.Nanoseconds / divisor);

    /// <summary>Shorter than.</summary>
    public static bool operator <(Duration a, Duration b) => a.Nanoseconds < b.Nanoseconds;

    /// <summary>Longer than.</summary>
    public static bool operator >(Duration a, Duration b) => a.Nanoseconds > b.Nanoseconds;

    /// <summary>Not longer than.</summary>
    public static bool operator <=(Duration a, Duration b) => a.Nanoseconds <= b.Nanoseconds;

    /// <summary>Not shorter than.</summary>
    public static bool operator >=(Duration a, Duration b) => a.Nanoseconds >= b.Nanoseconds;
}
