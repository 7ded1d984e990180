namespace Lamina.Simulation.Reports.Plots;

/// <summary>Maps figures to places on the drawing.</summary>
/// <param name="Least">The figure at <paramref name="Start"/>.</param>
/// <param name="Most">The figure at <paramref name="End"/>; more than <paramref name="Least"/>.</param>
/// <param name="Step">Distance of the ticks.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends; before the start where figures grow upwards.</param>
internal sealed record Axis(double Least, double Most, double Step, double Start, double End)
{
    /// <summary>Figures at which the axis is marked.</summary>
    public IEnumerable<double> Ticks => Plots.Ticks.Between(Least, Most, Step);

    /// <summary>From the least figure to the most, exactly: for x.</summary>
    public static Axis Exact(double least, double most, int intervals, double start, double end)
    {
        double last = Widen(least, most);
        return new Axis(least, last, Plots.Ticks.Step(last - least, intervals), start, end);
    }

    /// <summary>With zero in it, and up to the next round figure: for y, so that heights compare.</summary>
    public static Axis Round(double least, double most, int intervals, double start, double end)
    {
        double low = Math.Min(0, least);
        double high = Widen(low, Math.Max(0, most));
        double step = Plots.Ticks.Step(high - low, intervals);
        return new Axis(Math.Floor(low / step) * step, Math.Ceiling((high / step) - 1e-6) * step, step, start, end);
    }

    /// <summary>Where a figure is drawn.</summary>
    public double Place(double figure) => Start + ((figure - Least) / (Most - Least) * (End - Start));

    // A range that the digits of its ends cannot be told apart in would have endless ticks.
    private static double Widen(double least, double most)
    {
        double size = Math.Max(Math.Abs(least), Math.Abs(most));
        return most - least > size * 1e-9 ? most : least + Math.Max(1, size * 1e-3);
    }
}
