using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Lamina.Bench.Measuring;
using Lamina.Bench.Networks;

namespace Lamina.Bench.Reporting;

/// <summary>The results, as a table for people and as JSON for programs.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>What was measured on, in a line.</summary>
    private static string Machine => string.Create(CultureInfo.InvariantCulture,
        $"{Environment.OSVersion}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} CPUs, .NET {Environment.Version}");

    private static string Way => Cable.IsReal ? "hosts are network namespaces with veth pairs between them" : "all hosts are on loopback";

    public static string AsText(IReadOnlyList<RowReport> rows, BenchOptions options)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Machine}; {Way}; {options.Rounds} rounds of {options.Seconds} s; median (least..most), ratios to the limit of the same round");
        foreach (Family family in Family.All.Where(family => rows.Any(row => row.Family == family.Key)))
        {
            string columns = string.Join(" | ", family.Columns.Select(column => column.Unit.Length > 0 ? $"{column.Name}, {column.Unit}" : column.Name));
            text.AppendLine()
                .AppendLine($"### {family.Title}")
                .AppendLine()
                .AppendLine($"| way | {columns} | limit | ratio | bound | |")
                .AppendLine($"|---|{string.Concat(family.Columns.Select(_ => "---|"))}---|---|---|---|");
            foreach (RowReport row in rows.Where(row => row.Family == family.Key))
            {
                text.AppendLine(row.Failure is { } failure
                    ? $"| {row.Name} | did not run: {failure} |{string.Concat(family.Columns.Skip(1).Select(_ => " |"))} | | | |"
                    : Line(family, row));
            }
        }

        Figure[] bounded = [.. rows.SelectMany(row => row.Figures).Where(figure => figure.IsMet is not null)];
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{bounded.Count(figure => figure.IsMet == true)} of {bounded.Length} bounds are met.");
        foreach (RowReport row in rows.Where(row => row.Failure is not null))
        {
            text.AppendLine($"'{row.Name}' ({row.Family}) did not run: {row.Failure}");
        }

        return text.ToString();
    }

    public static string AsJson(IReadOnlyList<RowReport> rows, BenchOptions options) => JsonSerializer.Serialize(
        new { Schema = "lamina.bench/2", Machine, Hosts = Way, options.Rounds, options.Seconds, Rows = rows }, Json);

    /// <summary>A ratio, as its column says it.</summary>
    public static string Say(double ratio, Column column) => Number(ratio, column) + (column.IsMore ? " %" : " x");

    private static string Line(Family family, RowReport row)
    {
        IEnumerable<string> figures = family.Columns.Select((column, at) => Cell(column, row.Figures[at], isFirst: at == 0));
        Figure first = row.Figures[0];
        Column primary = family.Columns[0];
        string ratio = first.Ratio is { } spread ? $"{Say(spread.Median, primary)} ({Number(spread.Min, primary)}..{Number(spread.Max, primary)})" : "";
        Figure[] bounded = [.. row.Figures.Where(figure => figure.IsMet is not null)];
        return $"| {row.Name} | {string.Join(" | ", figures)} | {row.Limit} | {ratio} | {string.Join("; ", bounded.Select(figure => figure.Bound))}"
            + $" | {string.Join("; ", bounded.Select(figure => figure.IsMet == true ? "met" : "NOT MET"))} |";
    }

    private static string Number(double ratio, Column column) =>
        column.IsMore ? FormattableString.Invariant($"{100 * ratio:0}") : FormattableString.Invariant($"{ratio:0.00}");

    // The first column's ratio has a column of its own.
    private static string Cell(Column column, Figure figure, bool isFirst)
    {
        double Round(double value) => Math.Round(value, column.Digits);
        string value = string.Create(CultureInfo.InvariantCulture, $"{Round(figure.Value.Median)}");
        if (figure.Value.Min != figure.Value.Max)
        {
            value += string.Create(CultureInfo.InvariantCulture, $" ({Round(figure.Value.Min)}..{Round(figure.Value.Max)})");
        }

        return isFirst || figure.Ratio is not { } ratio ? value : $"{value} [{Say(ratio.Median, column)}]";
    }
}
