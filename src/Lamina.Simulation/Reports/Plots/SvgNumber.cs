using System.Globalization;

namespace Lamina.Simulation.Reports.Plots;

/// <summary>Places on the drawing as text: a hundredth of a pixel, alike on every machine.</summary>
internal static class SvgNumber
{
    public static string Text(double value)
    {
        string text = value.ToString("0.##", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }
}
