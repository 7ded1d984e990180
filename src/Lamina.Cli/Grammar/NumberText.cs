using System.Globalization;

namespace Lamina.Cli.Grammar;

/// <summary>How numbers are typed: 0.5 on every machine, and never 1,5, which would be read as 15.</summary>
internal static class NumberText
{
    /// <summary>What a person calls it; null for what is no number.</summary>
    public static string? KindOf(Type type) =>
        IsWhole(type) ? "a whole number"
        : type == typeof(double) ? "a number, such as 0.5"
        : null;

    public static bool IsOf(Type type, string text) => IsWhole(type)
        ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
        : TryParse(text, out _);

    public static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    private static bool IsWhole(Type type) => (Nullable.GetUnderlyingType(type) ?? type) == typeof(int);
}
