namespace Lamina.Simulation.Reports.Json;

/// <summary>A curve; each point is [x, y].</summary>
internal sealed record SeriesDocument(string Name, string XUnit, string YUnit, IReadOnlyList<double?[]> Points)
{
    public static SeriesDocument Of(Series series) => new(
        series.Name,
        series.XUnit,
        series.YUnit,
        [.. series.Points.Select(point => new[] { MeasureDocument.Finite(point.X), MeasureDocument.Finite(point.Y) })]);
}
