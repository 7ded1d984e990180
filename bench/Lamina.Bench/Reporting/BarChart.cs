using System.Globalization;
using Lamina.Bench.Measuring;
using Lamina.Simulation.Reports.Plots;

namespace Lamina.Bench.Reporting;

/// <summary>
/// A family as a picture: for each column a bar for each row, with its median, a line from the least to the most, and a mark where its bound
/// is.
/// <code>
///   round trip, us
///   bare UDP             |#####-          17.3
///   embedded, udp        |######--  :     19.0   1.10 x   met
/// </code>
/// </summary>
internal static class BarChart
{
    private const int Width = 1000;
    private const int Left = 330;
    private const int Right = 800;
    private const int Header = 40;
    private const int PanelHeader = 34;
    private const int LineHeight = 20;
    private const int Bar = 12;
    private const int Intervals = 8;

    /// <summary>Writes it.</summary>
    public static void Write(Family family, IReadOnlyList<RowReport> rows, TextWriter output)
    {
        RowReport[] told = [.. rows.Where(row => row.Failure is null)];
        int panel = PanelHeader + (told.Length * LineHeight) + LineHeight;
        using (SvgCanvas canvas = new(output, Width, Header + (family.Columns.Length * panel), family.Title))
        {
            canvas.Text(10, 24, family.Title);
            for (int at = 0; at < family.Columns.Length; at++)
            {
                Draw(canvas, family.Columns[at], at, told, Header + (at * panel));
            }
        }

        output.Write('\n');
    }

    private static void Draw(SvgCanvas canvas, Column column, int at, RowReport[] rows, double top)
    {
        double most = rows.Length == 0 ? 1 : rows.Max(row => row.Figures[at].Value.Median);
        double least = rows.Length == 0 ? 0 : Math.Min(0, rows.Min(row => row.Figures[at].Value.Median));
        Axis axis = Axis.Round(least, most, Intervals, Left, Right);
        double bottom = top + PanelHeader + (rows.Length * LineHeight);
        canvas.Text(10, top + 14, column.Unit.Length > 0 ? $"{column.Name}, {column.Unit}" : column.Name);
        foreach (double tick in axis.Ticks)
        {
            canvas.Line(axis.Place(tick), top + PanelHeader - 8, axis.Place(tick), bottom, new Pen(Pen.Neutral, ""), opacity: 0.3);
            canvas.Text(axis.Place(tick), top + PanelHeader - 12, Number(tick), "middle");
        }

        for (int i = 0; i < rows.Length; i++)
        {
            Draw(canvas, column, axis, rows[i], rows[i].Figures[at], top + PanelHeader + (i * LineHeight));
        }
    }

    private static void Draw(SvgCanvas canvas, Column column, Axis axis, RowReport row, Figure figure, double y)
    {
        double middle = y + (Bar / 2.0);
        string colour = row.Limit is null && figure.IsMet is null ? Pen.Neutral : figure.IsMet == false ? Pen.Of(5).Colour : Pen.Of(figure.IsMet == true ? 2 : 0).Colour;
        double zero = axis.Place(Math.Max(0, axis.Least));
        double end = axis.Place(figure.Value.Median);
        canvas.Text(Left - 8, middle + 4, row.Name, "end");
        canvas.Rectangle(Math.Min(zero, end), y, Math.Abs(end - zero), Bar, colour);
        canvas.Line(Inside(axis, figure.Value.Min), middle, Inside(axis, figure.Value.Max), middle, new Pen(Pen.Neutral, ""));
        string ratio = figure.Ratio is { } to ? $"  {Report.Say(to.Median, column)}" : "";
        string met = figure.Bound is null ? "" : $"  {figure.Bound}{(figure.IsMet == true ? "" : ": not met")}";
        canvas.Text(Right + 8, middle + 4, Number(Math.Round(figure.Value.Median, column.Digits)) + ratio + met);
    }

    // What was rare may be far outside; the picture is of the medians.
    private static double Inside(Axis axis, double value) => axis.Place(Math.Clamp(value, axis.Least, axis.Most));

    // Adding zero makes what is less than nothing by its sign alone nothing.
    private static string Number(double value) => (value + 0.0).ToString("0.###", CultureInfo.InvariantCulture);
}
