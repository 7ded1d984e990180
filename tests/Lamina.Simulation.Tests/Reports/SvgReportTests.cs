using System.Globalization;
using System.Xml.Linq;
using Lamina.Simulation.Reports;
using Lamina.Simulation.Reports.Plots;

namespace Lamina.Simulation.Tests.Reports;

public class SvgReportTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Series_of_equal_units_share_a_panel_with_axes_and_a_legend()
    {
        XElement root = Draw(Samples.Good);
        string[] texts = [.. root.Elements(Svg + "text").Select(text => text.Value)];
        Assert.Equal("ring: seed 7, 6 members", texts[0]);
        Assert.Equal("ring: seed 7, 6 members", root.Element(Svg + "title")!.Value);
        Assert.Single(texts, "s of virtual time");
        Assert.Equal(2, texts.Count(text => text == "members"));
        Assert.Subset(texts.ToHashSet(), new HashSet<string> { "members converged", "members enrolled", "bytes sent", "6", "2500" });
        Assert.Equal(3, root.Elements(Svg + "path").Count());
        Assert.Equal(2, root.Elements(Svg + "path").Take(2).Select(path => path.Attribute("stroke")!.Value).Distinct().Count());
    }

    [Fact]
    public void What_is_measured_over_time_is_drawn_in_steps_and_ranks_in_lines()
    {
        string[] paths = [.. Draw(Samples.Good).Elements(Svg + "path").Select(path => path.Attribute("d")!.Value)];
        Assert.Equal("M70 236H248.57V151H570V66", paths[0]);
        Assert.StartsWith("M70 ", paths[2], StringComparison.Ordinal);
        Assert.Contains("L570 ", paths[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_reports_are_equal_text() => Assert.Equal(Text(Samples.Bad), Text(Samples.Bad with { }));

    [Fact]
    public void A_violation_is_a_line_at_its_time_where_x_is_time()
    {
        string[] marks = [.. Marks(Draw(Samples.Bad))];
        Assert.Equal(["308.1", "427.14"], marks);
        Assert.Empty(Marks(Draw(Samples.Good)));
    }

    [Fact]
    public void Nothing_to_draw_is_said()
    {
        Assert.Contains("no curves", Text(Samples.Empty));
        Assert.Contains("no curves", Text(Samples.Empty with { Series = [new Series("empty", "s", "", [])] }));
    }

    [Fact]
    public void Names_that_markup_would_break_on_are_shown_as_far_as_they_can_be()
    {
        RunReport report = Samples.Good with { Scenario = "a<b>&\"c\u0001\ud800 😀" };
        Assert.StartsWith("a<b>&\"c\ufffd\ufffd 😀: seed 7", Draw(report).Element(Svg + "title")!.Value);
    }

    [Theory]
    [InlineData(new[] { 0.0 }, new[] { 0.0 })]
    [InlineData(new[] { 5.0, 5.0, 5.0 }, new[] { 1.0, 1.0, 1.0 })]
    [InlineData(new[] { 1e15, 1e15 + 0.125 }, new[] { 1e300, -1e300 })]
    [InlineData(new[] { 0.0, 1e-12 }, new[] { -3.0, -1.0 })]
    [InlineData(new[] { 0.0, double.NaN, 2.0 }, new[] { 1.0, 1.0, double.PositiveInfinity })]
    public void Odd_figures_have_their_place_inside_the_panel(double[] xs, double[] ys)
    {
        RunReport report = Samples.Empty with { Series = [new Series("odd", "s", "", [.. xs.Zip(ys)])] };
        XElement root = Draw(report);
        double height = double.Parse(root.Attribute("height")!.Value, CultureInfo.InvariantCulture);
        foreach (XAttribute place in root.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "x" or "y" or "x1" or "x2" or "y1" or "y2" or "cx" or "cy"))
        {
            Assert.InRange(double.Parse(place.Value, CultureInfo.InvariantCulture), 0, Math.Max(height, Panel.Width));
        }

        Assert.InRange(root.Elements().Count(), 5, 60);
    }

    [Fact]
    public void A_long_series_is_thinned_but_keeps_its_peaks()
    {
        (double X, double Y)[] points = [.. Enumerable.Range(0, 200_000).Select(i => (i / 1000.0, i == 100_001 ? 50.0 : Math.Sin(i)))];
        RunReport report = Samples.Empty with { Series = [new Series("long", "rank", "", points)] };
        string path = Draw(report).Element(Svg + "path")!.Attribute("d")!.Value;
        Assert.InRange(path.Length, 1000, 40_000);
        // The axis goes from -20 to 60: the peak stands at seven eighths.
        Assert.Contains(" 87.25L", path, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Marks(XElement root) => root.Elements(Svg + "line")
        .Where(line => line.Attribute("stroke")!.Value == Pen.Alarm)
        .Select(line => line.Attribute("x1")!.Value);

    private static XElement Draw(RunReport report) => XElement.Parse(Text(report));

    private static string Text(RunReport report)
    {
        StringWriter output = new();
        SvgReport.Write(report, output);
        return output.ToString();
    }
}
