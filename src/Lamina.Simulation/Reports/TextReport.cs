using System.Text;

namespace Lamina.Simulation.Reports;

/// <summary>A report for people: plain text, aligned columns, at most <see cref="Width"/> characters wide.</summary>
public static class TextReport
{
    /// <summary>Characters of the longest line, unless a single word is longer.</summary>
    public const int Width = 100;

    private const int Gap = 2;

    /// <summary>Writes it.</summary>
    public static void Write(RunReport report, TextWriter output)
    {
        output.WriteLine(
            $"{report.Scenario}: seed {report.Seed}, {report.Members} members, "
            + $"{Figure.Text(report.VirtualTime.TotalSeconds)} s of virtual time");
        WriteMeasures("in the network", report.Measures, output);
        WriteMeasures("on this machine", report.Real, output);
        output.WriteLine();
        WriteViolations(report, output);
        output.WriteLine($"trace hash {report.TraceHash}");
    }

    private static void WriteMeasures(string title, IReadOnlyList<Measure> measures, TextWriter output)
    {
        if (measures.Count == 0)
        {
            return;
        }

        string median = measures.Any(measure => measure.P99 is not null || measure.Max is not null) ? "median" : "";
        string p99 = measures.Any(measure => measure.P99 is not null) ? "p99" : "";
        string max = measures.Any(measure => measure.Max is not null) ? "max" : "";
        string[][] rows =
        [
            [title, median, p99, max, ""],
            .. measures.Select(measure => new[]
            {
                measure.Name, Figure.Text(measure.Value), Optional(measure.P99), Optional(measure.Max), measure.Unit,
            }),
        ];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        output.WriteLine();
        foreach (string[] row in rows)
        {
            output.WriteLine(Line(row, widths));
        }
    }

    private static string Optional(double? value) => value is { } there ? Figure.Text(there) : "";

    // Names and units to the left, numbers to the right; a column that nobody fills takes no room.
    private static string Line(string[] row, int[] widths)
    {
        StringBuilder line = new(row[0].PadRight(widths[0]));
        for (int column = 1; column < row.Length; column++)
        {
            if (widths[column] > 0)
            {
                line.Append(' ', column == row.Length - 1 ? 1 : Gap);
                line.Append(column == row.Length - 1 ? row[column] : row[column].PadLeft(widths[column]));
            }
        }

        return line.ToString().TrimEnd();
    }

    private static void WriteViolations(RunReport report, TextWriter output)
    {
        if (report.Violations.Count == 0)
        {
            output.WriteLine("every invariant held");
            return;
        }

        output.WriteLine(report.Violations.Count == 1
            ? "an invariant did not hold"
            : $"{report.Violations.Count} times an invariant did not hold");
        foreach (Violation violation in report.Violations)
        {
            foreach (string line in WrappedText.Lines($"  {violation.At}  {violation.Invariant}: {violation.Text}", Width, indent: 6))
            {
                output.WriteLine(line);
            }
        }
    }
}
