using Lamina.Bench.Measuring;

namespace Lamina.Bench.Reporting;

/// <summary>A row as it is told.</summary>
/// <param name="Family">Its family's key.</param>
/// <param name="Name">Its own.</param>
/// <param name="Limit">The row that it is compared with; null: none.</param>
/// <param name="Figures">A figure for each column of the family; none where it failed.</param>
/// <param name="Failure">Why there are none.</param>
internal sealed record RowReport(string Family, string Name, string? Limit, IReadOnlyList<Figure> Figures, string? Failure)
{
    public static RowReport Of(Row row) => new(
        row.Family.Key,
        row.Name,
        row.Limit?.Name,
        row.Failure is null && row.Samples.Count > 0 ? [.. row.Family.Columns.Select((_, at) => Figure.Of(row, at))] : [],
        row.Failure ?? (row.Samples.Count == 0 ? "not asked any more" : null));
}
