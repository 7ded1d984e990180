namespace Lamina.Simulation.Reports.Plots;

/// <summary>Round numbers on an axis: steps of 1, 2 or 5 times a power of ten.</summary>
internal static class Ticks
{
    /// <summary>The step that gives at most <paramref name="most"/> intervals in a range.</summary>
    public static double Step(double range, int most)
    {
        double rough = range / most;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        foreach (int factor in (ReadOnlySpan<int>)[1, 2, 5])
        {
            // A hair of tolerance: 0.3 / 3 is not quite 0.1.
            if (factor * power >= rough * 0.999999)
            {
                return factor * power;
            }
        }

        return 10 * power;
    }

    /// <summary>The multiples of a step from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public static IEnumerable<double> Between(double least, double most, double step)
    {
        double tolerance = step * 1e-6;
        for (double index = Math.Ceiling((least - tolerance) / step); index * step <= most + tolerance; index++)
        {
            yield return index * step;
        }
    }
}
