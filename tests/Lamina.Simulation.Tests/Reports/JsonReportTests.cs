using System.Text.Json.Nodes;
using Lamina.Simulation.Reports;
using Lamina.Simulation.Reports.Json;

namespace Lamina.Simulation.Tests.Reports;

public class JsonReportTests
{
    [Fact]
    public void A_run_is_one_line_with_a_schema()
    {
        Assert.Equal(
            """
            {"scenario":"ring","seed":7,"members":6,"virtualSeconds":12.345,"traceHash":"c0ffee","held":true,
            "measures":[{"name":"convergence time","unit":"s","value":4.2138},
            {"name":"messages per member","unit":"","value":123,"p99":150,"max":1234567},
            {"name":"path stretch","unit":"","value":1,"max":1.5}],"violations":[],
            "series":[{"name":"members converged","xUnit":"s","yUnit":"members","points":[[0,0],[1.5,3],[4.2,6]]},
            {"name":"members enrolled","xUnit":"s","yUnit":"members","points":[[0,1],[4,6]]},
            {"name":"bytes sent","xUnit":"members","yUnit":"bytes","points":[[1,1000],[2,2500]]}],
            "real":[{"name":"memory per member","unit":"bytes","value":48123}],"schema":"lamina.sim/1"}
            """.ReplaceLineEndings(""),
            JsonReport.Write(Samples.Good));
    }

    [Fact]
    public void What_did_not_hold_has_its_time()
    {
        JsonNode report = JsonNode.Parse(JsonReport.Write(Samples.Bad))!;
        Assert.False((bool)report["held"]!);
        Assert.Equal("routes are loop-free", (string?)report["violations"]![0]!["invariant"]);
        Assert.Equal(3.000000001, (double)report["violations"]![1]!["atSeconds"]!);
    }

    [Fact]
    public void The_largest_seed_and_figures_that_are_no_numbers_pass()
    {
        RunReport report = Samples.Empty with
        {
            Seed = ulong.MaxValue,
            Measures = [new Measure("share", "", double.NaN) { Max = double.PositiveInfinity }],
        };
        JsonNode node = JsonNode.Parse(JsonReport.Write(report))!;
        Assert.Equal(ulong.MaxValue, (ulong)node["seed"]!);
        Assert.Null(node["measures"]![0]!["value"]);
    }
}
