using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Lamina.Bench.Measuring;

namespace Lamina.Bench.Reporting;

/// <summary>The results, as a table for people and as JSON for programs.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>What was measured on, in a line.</summary>
    public static string Machine => string.Create(CultureInfo.InvariantCulture,
        $"{Environment.OSVersion}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} CPUs, .NET {Environment.Version}");

    public static string AsText(IEnumerable<Row> rows, BenchOptions options)
    {
        RowReport[] reports = [.. rows.Select(Of)];
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{Machine}; {options.Rounds} rounds of {options.Seconds} s; median (least..most); in brackets the median of the ratios to the bare kernel's figure")
            .AppendLine()
            .AppendLine("| way | round trip, us | CPU us | 64 B packets, k/s | CPU ns | goodput, Gbit/s | CPU ns per 1400 B |")
            .AppendLine("|---|---|---|---|---|---|---|");
        foreach (RowReport row in reports)
        {
            text.AppendLine(row.Failure is { } failure
                ? $"| {row.Name} | did not run: {failure} | | | | | |"
                : $"| {row.Name} | {Times(row.RoundTripMicroseconds, 1)} | {Times(row.RoundTripCpuMicroseconds, 1)}"
                    + $" | {Percent(row.KiloPacketsPerSecond, 0)} | {Times(row.PacketCpuNanoseconds, 0)}"
                    + $" | {Percent(row.GigabitsPerSecond, 1)} | {Times(row.GoodputCpuNanoseconds, 0)} |");
        }

        return text.ToString();
    }

    public static string AsJson(IEnumerable<Row> rows, BenchOptions options) => JsonSerializer.Serialize(
        new { Schema = "lamina.bench/1", Machine, options.Rounds, options.Seconds, Rows = rows.Select(Of) }, Json);

    private static RowReport Of(Row row) => new(
        row.Name,
        Figure.Of(row, Question.RoundTrip, sample => 1e6 / sample.PacketsPerSecond),
        Figure.Of(row, Question.RoundTrip, sample => sample.ProcessorNanosecondsPerPacket / 1e3),
        Figure.Of(row, Question.Packets, sample => sample.PacketsPerSecond / 1e3),
        Figure.Of(row, Question.Packets, sample => sample.ProcessorNanosecondsPerPacket),
        Figure.Of(row, Question.Goodput, sample => sample.GigabitsPerSecond),
        Figure.Of(row, Question.Goodput, sample => sample.ProcessorNanosecondsPerPacket),
        row.Failure);

    private static string Times(Figure? figure, int digits) => Format(figure, digits, ratio => $"{ratio:0.0#}x");

    private static string Percent(Figure? figure, int digits) => Format(figure, digits, ratio => $"{100 * ratio:0} %");

    private static string Format(Figure? figure, int digits, Func<double, FormattableString> ratio)
    {
        if (figure is null)
        {
            return "";
        }

        string value = string.Create(CultureInfo.InvariantCulture,
            $"{Math.Round(figure.Value.Median, digits)} ({Math.Round(figure.Value.Min, digits)}..{Math.Round(figure.Value.Max, digits)})");
        return figure.Ratio is { } limit ? $"{value} [{FormattableString.Invariant(ratio(limit.Median))}]" : value;
    }
}
