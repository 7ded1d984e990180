namespace Lamina.Simulation.Reports.Plots;

/// <summary>
/// How a series is drawn. Colours that people with any colour vision tell apart (Okabe and Ito), without those that vanish on
/// white or on black; behind the sixth series dashes tell them apart.
/// </summary>
internal readonly record struct Pen(string Colour, string Dashes)
{
    /// <summary>Axes and text: in the middle between black and white, so that both are a good ground.</summary>
    public const string Neutral = "#808080";

    /// <summary>What went wrong.</summary>
    public const string Alarm = "#e03030";

    private static readonly string[] Colours = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"];
    private static readonly string[] DashPatterns = ["", "6 3", "2 2"];

    public static Pen Of(int series) =>
        new(Colours[series % Colours.Length], DashPatterns[series / Colours.Length % DashPatterns.Length]);
}
