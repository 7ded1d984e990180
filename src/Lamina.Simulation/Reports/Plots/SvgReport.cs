namespace Lamina.Simulation.Reports.Plots;

/// <summary>The curves of a run as a picture that browsers show: a panel for each pair of units, on any ground, light or dark.</summary>
public static class SvgReport
{
    private const int Header = 36;

    /// <summary>Writes it.</summary>
    public static void Write(RunReport report, TextWriter output)
    {
        Panel[] panels =
        [
            .. report.Series.Where(series => series.Points.Count > 0)
                .GroupBy(series => (series.XUnit, series.YUnit))
                .Select(group => new Panel(group.Key.XUnit, group.Key.YUnit, group)),
        ];
        string title = $"{report.Scenario}: seed {report.Seed}, {report.Members} members";
        using (SvgCanvas canvas = new(output, Panel.Width, Header + panels.Sum(panel => panel.Height), title))
        {
            canvas.Text(10, 22, panels.Length > 0 ? title : $"{title}: no curves");
            int top = Header;
            foreach (Panel panel in panels)
            {
                panel.Draw(canvas, top, report.Violations.Select(violation => violation.At.Nanoseconds / 1e9));
                top += panel.Height;
            }
        }

        output.Write('\n');
    }
}
