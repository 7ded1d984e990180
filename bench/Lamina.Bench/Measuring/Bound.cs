using System.Globalization;

namespace Lamina.Bench.Measuring;

/// <summary>What a figure must keep.</summary>
/// <param name="Value">The bound.</param>
/// <param name="IsLeast">The figure must be at least so much; otherwise at most.</param>
/// <param name="IsRatio">It bounds the ratio to the limit; otherwise the figure itself.</param>
/// <param name="At">The column.</param>
internal sealed record Bound(double Value, bool IsLeast, bool IsRatio, int At = 0)
{
    public static Bound AtMost(double value, int at = 0) => new(value, false, false, at);

    public static Bound AtLeast(double value, int at = 0) => new(value, true, false, at);

    public static Bound RatioAtMost(double value, int at = 0) => new(value, false, true, at);

    public static Bound RatioAtLeast(double value, int at = 0) => new(value, true, true, at);

    /// <summary>Whether a median keeps it.</summary>
    public bool IsMetBy(double median) => IsLeast ? median >= Value : median <= Value;

    /// <summary>For people.</summary>
    public string Say(Column column)
    {
        string figure = !IsRatio ? $"{Number(Value)} {column.Unit}".TrimEnd()
            : column.IsMore ? $"{Number(100 * Value)} %"
            : $"{Number(Value)} x";
        return $"{(IsLeast ? ">=" : "<=")} {figure}";
    }

    private static string Number(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture).Replace(',', ' ');
}
