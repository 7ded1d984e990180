namespace Lamina.Simulation.Reports;

/// <summary>One figure.</summary>
/// <param name="Name">What it is: "convergence time", "messages per member".</param>
/// <param name="Unit">"s", "bytes", "" for a count.</param>
/// <param name="Value">The figure; of a distribution its median.</param>
public sealed record Measure(string Name, string Unit, double Value)
{
    /// <summary>The largest of a distribution; null where it is a single figure.</summary>
    public double? Max { get; init; }

    /// <summary>The 99th percentile of a distribution; null where it is a single figure.</summary>
    public double? P99 { get; init; }
}
