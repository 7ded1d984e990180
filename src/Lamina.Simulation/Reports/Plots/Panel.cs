namespace Lamina.Simulation.Reports.Plots;

/// <summary>
/// One chart: the series that share their units.
/// <code>
///   y unit                              -- first series
///   10 |......................          -- second series, whose
///      |     ____/                         name is longer
///    0 |____/________________
///      0          5         10  x unit
/// </code>
/// </summary>
internal sealed class Panel
{
    public const int Width = 800;

    private const int Left = 70;
    private const int Right = 570;
    private const int Legend = 590;
    private const int LegendCharacters = 27;
    private const int Top = 30;
    private const int Plot = 170;
    private const int Bottom = 50;
    private const int LineHeight = 17;
    private const int MaxMarks = 50;

    private readonly List<(Series Series, Pen Pen, (double X, double Y)[] Points)> _curves = [];
    private readonly string _xUnit;
    private readonly string _yUnit;

    public Panel(string xUnit, string yUnit, IEnumerable<Series> series)
    {
        _xUnit = xUnit;
        _yUnit = yUnit;
        foreach (Series one in series)
        {
            _curves.Add((one, Pen.Of(_curves.Count), [.. one.Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))]));
        }
    }

    /// <summary>Pixels, with the room below.</summary>
    public int Height => Math.Max(Top + Plot + Bottom, Top + (LegendLines().Count() * LineHeight) + LineHeight);

    private bool IsOverTime => _xUnit == "s";

    /// <summary>Draws it.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="top">Its upper edge.</param>
    /// <param name="marks">Times to mark, where x is time.</param>
    public void Draw(SvgCanvas canvas, int top, IEnumerable<double> marks)
    {
        (double X, double Y)[] all = [.. _curves.SelectMany(curve => curve.Points)];
        Axis x = Axis.Exact(Least(all, point => point.X), Most(all, point => point.X), 8, Left, Right);
        Axis y = Axis.Round(Least(all, point => point.Y), Most(all, point => point.Y), 5, top + Top + Plot, top + Top);
        DrawAxes(canvas, x, y);
        if (IsOverTime)
        {
            foreach (double mark in marks.Where(mark => mark >= x.Least && mark <= x.Most).Take(MaxMarks))
            {
                canvas.Line(x.Place(mark), y.Start, x.Place(mark), y.End, new Pen(Pen.Alarm, "4 3"));
            }
        }

        foreach ((_, Pen pen, (double X, double Y)[] points) in _curves)
        {
            if (points.Length == 1)
            {
                canvas.Dot(x.Place(points[0].X), y.Place(points[0].Y), pen);
            }
            else if (points.Length > 1)
            {
                canvas.Path(Curve.Path(points, x, y, IsOverTime), pen);
            }
        }

        DrawLegend(canvas, top + Top);
    }

    private static double Least((double X, double Y)[] points, Func<(double X, double Y), double> of) => points.Select(of).DefaultIfEmpty(0).Min();

    private static double Most((double X, double Y)[] points, Func<(double X, double Y), double> of) => points.Select(of).DefaultIfEmpty(0).Max();

    private void DrawAxes(SvgCanvas canvas, Axis x, Axis y)
    {
        Pen grid = new(Pen.Neutral, "");
        canvas.Text(Left - 6, y.End - 12, _yUnit.Length > 0 ? _yUnit : "count");
        foreach (double tick in y.Ticks)
        {
            canvas.Line(Left, y.Place(tick), Right, y.Place(tick), grid, opacity: tick == y.Least ? 1 : 0.3);
            canvas.Text(Left - 6, y.Place(tick) + 4, Figure.Text(tick), "end");
        }

        canvas.Line(Left, y.Start, Left, y.End, grid);
        foreach (double tick in x.Ticks)
        {
            canvas.Line(x.Place(tick), y.Start, x.Place(tick), y.Start + 4, grid);
            canvas.Text(x.Place(tick), y.Start + 18, Figure.Text(tick), "middle");
        }

        canvas.Text(Right, y.Start + 34, IsOverTime ? "s of virtual time" : _xUnit, "end");
    }

    private void DrawLegend(SvgCanvas canvas, int top)
    {
        double y = top;
        foreach ((Pen? pen, string line) in LegendLines())
        {
            if (pen is { } drawn)
            {
                canvas.Line(Legend, y, Legend + 18, y, drawn);
            }

            canvas.Text(Legend + 24, y + 4, line);
            y += LineHeight;
        }
    }

    private IEnumerable<(Pen? Pen, string Line)> LegendLines()
    {
        foreach ((Series series, Pen pen, _) in _curves)
        {
            bool isFirst = true;
            foreach (string line in WrappedText.Lines(series.Name, LegendCharacters, indent: 0))
            {
                yield return (isFirst ? pen : null, line);
                isFirst = false;
            }
        }
    }
}
