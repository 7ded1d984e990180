using Lamina.Simulation.Reports;

namespace Lamina.Simulation.Scenarios;

/// <summary>Many values of one figure.</summary>
internal static class Distribution
{
    /// <summary>Median, 99th percentile and the largest; null where there is no value.</summary>
    public static Measure? Of(string name, string unit, IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0
            ? null
            : new Measure(name, unit, At(sorted, 0.5)) { P99 = At(sorted, 0.99), Max = sorted[^1] };
    }

    /// <summary>The values by rank, for a plot.</summary>
    public static Series ByRank(string name, string xUnit, string yUnit, IEnumerable<double> values) =>
        new(name, xUnit, yUnit, [.. values.Order().Select((value, i) => ((double)(i + 1), value))]);

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
}
