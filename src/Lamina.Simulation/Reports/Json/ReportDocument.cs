namespace Lamina.Simulation.Reports.Json;

/// <summary>A run as JSON; fields may be added within a version, and none changes its meaning. Times in seconds.</summary>
/// <param name="Scenario">Name of the scenario.</param>
/// <param name="Seed">The seed that repeats the run.</param>
/// <param name="Members">Members at the start.</param>
/// <param name="VirtualSeconds">How long it took in the network.</param>
/// <param name="TraceHash">Equal for equal runs.</param>
/// <param name="Held">True where every invariant held.</param>
/// <param name="Measures">Figures of the network: equal for equal runs.</param>
/// <param name="Violations">What did not hold.</param>
/// <param name="Series">Curves.</param>
/// <param name="Real">Figures of the machine.</param>
internal sealed record ReportDocument(
    string Scenario,
    ulong Seed,
    int Members,
    double VirtualSeconds,
    string TraceHash,
    bool Held,
    IReadOnlyList<MeasureDocument> Measures,
    IReadOnlyList<ViolationDocument> Violations,
    IReadOnlyList<SeriesDocument> Series,
    IReadOnlyList<MeasureDocument> Real)
{
    public string Schema { get; init; } = "lamina.sim/1";

    public static ReportDocument Of(RunReport report) => new(
        report.Scenario,
        report.Seed,
        report.Members,
        report.VirtualTime.TotalSeconds,
        report.TraceHash,
        report.Violations.Count == 0,
        [.. report.Measures.Select(MeasureDocument.Of)],
        [.. report.Violations.Select(ViolationDocument.Of)],
        [.. report.Series.Select(SeriesDocument.Of)],
        [.. report.Real.Select(MeasureDocument.Of)]);
}
