namespace Lamina.Simulation.Reports.Json;

/// <summary>A figure; null where it is no number.</summary>
internal sealed record MeasureDocument(string Name, string Unit, double? Value, double? P99, double? Max)
{
    public static MeasureDocument Of(Measure measure) =>
        new(measure.Name, measure.Unit, Finite(measure.Value), Finite(measure.P99), Finite(measure.Max));

    /// <summary>JSON has no infinity and no "not a number".</summary>
    internal static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
