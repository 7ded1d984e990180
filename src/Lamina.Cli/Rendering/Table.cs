using System.Text;

namespace Lamina.Cli.Rendering;

/// <summary>Aligned columns with a head line, two spaces between them, nothing at the end of a line.</summary>
public sealed class Table(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) =>
        _rows.Add(cells.Length == columns.Length
            ? cells
            : throw new ArgumentException($"{cells.Length} cells for {columns.Length} columns", nameof(cells)));

    public void Write(TextWriter output, Style style)
    {
        int[] widths = [.. columns.Select((column, i) => _rows.Select(row => row[i].Length).Append(column.Length).Max())];
        output.WriteLine(style.Bold(Line(columns, widths)));
        foreach (string[] row in _rows)
        {
            output.WriteLine(Line(row, widths));
        }
    }

    private static string Line(string[] cells, int[] widths)
    {
        StringBuilder line = new();
        for (int i = 0; i < cells.Length; i++)
        {
            line.Append(cells[i].PadRight(widths[i] + 2));
        }

        return line.ToString().TrimEnd();
    }
}
