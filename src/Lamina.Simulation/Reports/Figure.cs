using System.Globalization;

namespace Lamina.Simulation.Reports;

/// <summary>How a figure is written for people: four digits that count, whole numbers whole, the same on every machine.</summary>
internal static class Figure
{
    private const int Digits = 4;

    /// <summary>"4.214", "1234567", "0.00012", "2.5e-07".</summary>
    public static string Text(double value)
    {
        double size = Math.Abs(value);
        if (!double.IsFinite(value) || value == 0)
        {
            return value == 0 ? "0" : value.ToString(CultureInfo.InvariantCulture);
        }

        if (size is < 1e-4 or >= 1e15)
        {
            return value.ToString("0.###e-0", CultureInfo.InvariantCulture);
        }

        int decimals = Math.Clamp(Digits - 1 - (int)Math.Floor(Math.Log10(size)), 0, 7);
        string text = value.ToString($"F{decimals}", CultureInfo.InvariantCulture);
        return decimals == 0 ? text : text.TrimEnd('0').TrimEnd('.');
    }
}
