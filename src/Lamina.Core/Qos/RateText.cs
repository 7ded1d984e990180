using System.Globalization;

namespace Lamina.Core;

/// <summary>A rate as people write it: <c>100mbit</c>, <c>1.5gbit</c>, <c>64kbit</c>, per second.</summary>
public static class RateText
{
    /// <summary>The highest rate that can be said: 1000 Gbit/s.</summary>
    public const ulong Highest = 1_000_000_000_000;

    private static readonly (string Unit, ulong Factor)[] Units = [("gbit", 1_000_000_000), ("mbit", 1_000_000), ("kbit", 1000), ("bit", 1)];

    /// <summary>Reads one, from 1 bit to <see cref="Highest"/>; the unit must be there.</summary>
    public static bool TryParse(string text, out ulong bitsPerSecond)
    {
        bitsPerSecond = 0;
        string lower = text.Trim().ToLowerInvariant();

        // "bit" is the end of every unit: the longer ones come first.
        int unit = Array.FindIndex(Units, known => lower.EndsWith(known.Unit, StringComparison.Ordinal));
        if (unit < 0 || !double.TryParse(
            lower.AsSpan(0, lower.Length - Units[unit].Unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
        {
            return false;
        }

        double value = number * Units[unit].Factor;
        if (value is < 1 or > Highest)
        {
            return false;
        }

        bitsPerSecond = (ulong)value;
        return true;
    }

    /// <summary>A rate in the largest unit that keeps it whole.</summary>
    public static string Of(ulong bitsPerSecond)
    {
        (string unit, ulong factor) = Array.Find(Units, rate => bitsPerSecond % rate.Factor == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{bitsPerSecond / factor}{unit}");
    }
}
