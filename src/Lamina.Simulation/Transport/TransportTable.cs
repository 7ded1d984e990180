using System.Globalization;
using Lamina.Core;

namespace Lamina.Simulation.Transport;

/// <summary>Results as a table in Markdown: for a terminal, a page, and a comparison by lines.</summary>
public static class TransportTable
{
    private static readonly (string Head, Func<TransportResult, string> Cell)[] Columns =
    [
        ("fault", result => result.Cell.Fault.ToString().ToLowerInvariant()),
        ("rtt", result => Text($"{result.Cell.RoundTripMs} ms")),
        ("loss", result => Text($"{result.Cell.LossPercent} %")),
        ("goodput", result => Percent(result.Goodput)),
        ("p50 ms", result => Milliseconds(result.MedianDelay)),
        ("p99 ms", result => Milliseconds(result.LongDelay)),
        ("resent", result => Percent(result.Resent)),
        ("destroyed", result => Percent(result.Destroyed)),
        ("doubled", result => Percent(result.Doubled)),
        ("time-outs", result => Text($"{result.Timeouts}")),
        ("two flows", result => Percent(result.PairGoodput)),
        ("fairness", result => Text($"{result.Fairness:0.000}")),
        ("", result => result.Fault is { } fault ? $"FAILED: {fault}" : ""),
    ];

    /// <summary>Writes a table for each depth.</summary>
    /// <param name="results">In the order of the lines.</param>
    /// <param name="output">Where to.</param>
    public static void Write(IEnumerable<TransportResult> results, TextWriter output)
    {
        foreach (IGrouping<int, TransportResult> depth in results.GroupBy(result => result.Cell.Depth))
        {
            output.WriteLine($"## depth {depth.Key}");
            output.WriteLine();
            WriteLines([.. depth], output);
            output.WriteLine();
        }
    }

    private static void WriteLines(IReadOnlyList<TransportResult> results, TextWriter output)
    {
        bool hasFaults = results.Any(result => result.Fault is not null);
        var columns = Columns.Where(column => column.Head.Length > 0 || hasFaults).ToList();
        string[][] lines =
        [
            [.. columns.Select(column => column.Head)],
            .. results.Select(result => columns.Select(column => column.Cell(result)).ToArray()),
        ];
        int[] widths = [.. columns.Select((_, index) => lines.Max(line => line[index].Length))];
        for (int i = 0; i < lines.Length; i++)
        {
            output.WriteLine($"| {string.Join(" | ", lines[i].Select((word, index) => word.PadLeft(widths[index])))} |");
            if (i == 0)
            {
                output.WriteLine($"|{string.Join("|", widths.Select(width => new string('-', width + 1) + ":"))}|");
            }
        }
    }

    private static string Percent(double share) => Text($"{share * 100:0.0} %");

    private static string Milliseconds(Duration time) => Text($"{time.Nanoseconds / 1e6:0.0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
