namespace Lamina.Core;

/// <summary>
/// A point on a driver's own monotonic clock, in nanoseconds since an origin that means nothing.
/// Only drivers make instants; machines get them as <c>now</c>, so a simulation replays bit for bit.
/// </summary>
/// <param name="Nanoseconds">Nanoseconds since the driver's origin.</param>
public readonly record struct Instant(long Nanoseconds) : IComparable<Instant>
{
    /// <summary>The driver's origin.</summary>
    public static readonly Instant Zero = new(0);

    /// <summary>Later than every instant that a driver gives; the time-out of a machine that waits for nothing.</summary>
    public static readonly Instant Never = new(long.MaxValue);

    /// <summary>The earlier of two instants.</summary>
    public static Instant Min(Instant a, Instant b) => a < b ? a : b;

    /// <summary>The later of two instants.</summary>
    public static Instant Max(Instant a, Instant b) => a > b ? a : b;

    /// <inheritdoc/>
    public int CompareTo(Instant other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <inheritdoc/>
    public override string ToString() => this == Never ? "never" : $"{Nanoseconds / 1e9:0.000000}s";

    /// <summary>A later instant; <see cref="Never"/> where the sum does not fit.</summary>
    public static Instant operator +(Instant a, Duration b)
    {
        long sum = unchecked(a.Nanoseconds + b.Nanoseconds);
        return b.Nanoseconds > 0 && sum < a.Nanoseconds ? Never : new(sum);
    }

    /// <summary>An earlier instant.</summary>
    public static Instant operator -(Instant a, Duration b) => new(a.Nanoseconds - b.Nanoseconds);

    /// <summary>The time between two instants.</summary>
    public static Duration operator -(Instant a, Instant b) => new(a.Nanoseconds - b.Nanoseconds);

    /// <summary>Earlier than.</summary>
    public static bool operator <(Instant a, Instant b) => a.Nanoseconds < b.Nanoseconds;

    /// <summary>Later than.</summary>
    public static bool operator >(Instant a, Instant b) => a.Nanoseconds > b.Nanoseconds;

    /// <summary>Not later than.</summary>
    public static bool operator <=(Instant a, Instant b) => a.Nanoseconds <= b.Nanoseconds;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(Instant a, Instant b) => a.Nanoseconds >= b.Nanoseconds;
}
