using System.Globalization;
using Lamina.Core;

namespace Lamina.Ipc.Udp.Impairment;

/// <summary>Numbers with units, as people write them: <c>20ms</c>, <c>1.5%</c>, <c>100mbit</c>, <c>256k</c>.</summary>
public static class QuantityText
{
    private static readonly (string Unit, double Factor)[] Times = [("ns", 1), ("us", 1e3), ("ms", 1e6), ("s", 1e9)];
    private static readonly (string Unit, double Factor)[] Sizes = [("m", 1 << 20), ("k", 1 << 10), ("b", 1), ("", 1)];

    /// <summary>A time: ns, us, ms, s; an hour at most. The unit must be there.</summary>
    public static bool TryTime(string text, out Duration time)
    {
        bool isTime = TryRead(text, Times, 3600e9, out double value);
        time = new Duration((long)value);
        return isTime;
    }

    /// <summary>A share in per cent, as a number from 0 to 1. The sign must be there.</summary>
    public static bool TryShare(string text, out double share)
    {
        bool isShare = TryRead(text, [("%", 0.01)], 1, out share);
        return isShare;
    }

    /// <summary>A rate in bits per second: bit, kbit, mbit, gbit. The unit must be there.</summary>
    public static bool TryRate(string text, out long bitsPerSecond)
    {
        bool isRate = RateText.TryParse(text, out ulong rate);
        bitsPerSecond = (long)rate;
        return isRate;
    }

    /// <summary>A number of bytes: k and m are 1024 and 1024 times that.</summary>
    public static bool TryBytes(string text, out int bytes)
    {
        bool isSize = TryRead(text, Sizes, 1 << 30, out double value);
        bytes = (int)value;
        return isSize;
    }

    /// <summary>A time in the largest unit that keeps it whole.</summary>
    public static string Of(Duration time) => time.Nanoseconds switch
    {
        var n when n % 1_000_000_000 == 0 => $"{n / 1_000_000_000}s",
        var n when n % 1_000_000 == 0 => $"{n / 1_000_000}ms",
        var n when n % 1000 == 0 => $"{n / 1000}us",
        var n => $"{n}ns",
    };

    /// <summary>A share in per cent.</summary>
    public static string Of(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(share * 100, 9):0.#########}%");

    /// <summary>A rate.</summary>
    public static string OfRate(long bitsPerSecond) => RateText.Of((ulong)bitsPerSecond);

    /// <summary>A number of bytes.</summary>
    public static string OfBytes(int bytes)
    {
        (string unit, double factor) = Array.Find(Sizes, size => bytes % (int)size.Factor == 0);
        return $"{bytes / (int)factor}{(factor == 1 ? "" : unit)}";
    }

    private static bool TryRead(string text, (string Unit, double Factor)[] units, double most, out double value)
    {
        string lower = text.Trim().ToLowerInvariant();
        int digits = 0;
        while (digits < lower.Length && (char.IsAsciiDigit(lower[digits]) || lower[digits] == '.'))
        {
            digits++;
        }

        value = 0;
        int unit = Array.FindIndex(units, known => known.Unit == lower[digits..]);
        if (unit < 0 || !double.TryParse(lower[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
        {
            return false;
        }

        value = number * units[unit].Factor;
        return value <= most;
    }
}
