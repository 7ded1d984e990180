using Lamina.Core;
using Lamina.Simulation.Reports;

namespace Lamina.Simulation.Tests.Reports;

public class TextReportTests
{
    [Fact]
    public void Figures_stand_in_columns_and_a_distribution_has_three()
    {
        Assert.Equal(
            """
            ring: seed 7, 6 members, 12.35 s of virtual time

            in the network       median  p99      max
            convergence time      4.214               s
            messages per member     123  150  1234567
            path stretch              1           1.5

            on this machine
            memory per member  48123 bytes

            every invariant held
            trace hash c0ffee

            """,
            Text(Samples.Good));
    }

    [Fact]
    public void Violations_are_told_in_lines_that_fit_a_terminal()
    {
        string text = Text(Samples.Bad);
        Assert.Contains("2 times an invariant did not hold\n  2.000000s  routes are loop-free: m3 and m4 <point> at each other\n", text);
        string[] lines = text.Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, TextReport.Width));
        Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
        Assert.Equal(40, text.Split("word").Length - 1);
    }

    [Fact]
    public void The_lines_of_a_violation_stay_lines()
    {
        Violation violation = new("no machine throws", new Instant(1_000_000_000), "Exception: broken\n   at here\r\n   at there");
        Assert.Contains(
            "  1.000000s  no machine throws: Exception: broken\n      at here\n      at there\n",
            Text(Samples.Good with { Violations = [violation] }));
    }

    [Fact]
    public void A_run_without_figures_is_short() => Assert.Equal(
        "nothing: seed 1, 0 members, 0 s of virtual time\n\nevery invariant held\ntrace hash 00\n", Text(Samples.Empty));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.1, "0.1")]
    [InlineData(1.0 / 3, "0.3333")]
    [InlineData(0.00012344, "0.0001234")]
    [InlineData(0.00000025, "2.5e-7")]
    [InlineData(-12.3456, "-12.35")]
    [InlineData(99999.5, "100000")]
    [InlineData(1234567890123, "1234567890123")]
    [InlineData(1e18, "1e18")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Figures_keep_four_digits_that_count(double value, string text) => Assert.Equal(text, Figure.Text(value));

    private static string Text(RunReport report)
    {
        StringWriter output = new() { NewLine = "\n" };
        TextReport.Write(report, output);
        return output.ToString();
    }
}
