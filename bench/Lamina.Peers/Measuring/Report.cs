using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Lamina.Peers.Measuring;

/// <summary>The results, as a table for people and as JSON for programs.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static string Machine => string.Create(
        CultureInfo.InvariantCulture, $"{Environment.OSVersion}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} CPUs");

    public static string AsText(IReadOnlyList<Line> lines, PeersOptions options)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Machine}; {options.Rounds} rounds, {options.Seconds} s each; median (least..most); in brackets the median of the ratios to the first row")
            .AppendLine()
            .AppendLine("| way | goodput, Gbit/s | round trip of 64 B, us |")
            .AppendLine("|---|---|---|");
        foreach (Line line in lines)
        {
            text.AppendLine(line.Failure is { } failure
                ? $"| {line.Name} | not run: {failure} | |"
                : $"| {line.Name} | {Cell(line.Goodputs, lines[0].Goodputs, "0.00")} | {Cell(line.RoundTrips, lines[0].RoundTrips, "0")} |");
        }

        return text.ToString();
    }

    public static string AsJson(IReadOnlyList<Line> lines, PeersOptions options) =>
        JsonSerializer.Serialize(new { Schema = "lamina.peers/1", Machine, options.Rounds, options.Seconds, Rows = lines }, Json);

    private static string Cell(List<double> values, List<double> first, string format)
    {
        if (values.Count == 0)
        {
            return "";
        }

        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        string ratio = first.Count == values.Count
            ? string.Create(CultureInfo.InvariantCulture, $" [{Median([.. values.Zip(first, (value, one) => value / one)]):0.00}]")
            : "";
        return $"{Text(Median(values))} ({Text(values.Min())}..{Text(values.Max())}){ratio}";
    }

    private static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);
}
