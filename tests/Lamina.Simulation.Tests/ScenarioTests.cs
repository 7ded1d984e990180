using Lamina.Core;
using Lamina.Simulation.Reports;
using Lamina.Simulation.Scenarios;

namespace Lamina.Simulation.Tests;

public class ScenarioTests
{
    [Theory]
    [InlineData("line")]
    [InlineData("ring")]
    [InlineData("tree")]
    [InlineData("grid")]
    [InlineData("random")]
    [InlineData("scale-free")]
    [InlineData("partition")]
    [InlineData("churn")]
    [InlineData("recursion")]
    public void A_scenario_of_the_catalogue_holds_all_invariants(string name)
    {
        Assert.Empty(new ScenarioRunner(ScenarioCatalogue.Make(name, seed: 1)!, seed: 1).Run().Violations);
    }

    [Fact]
    public void A_scenario_that_loses_nothing_brings_every_ping_and_every_transfer()
    {
        RunReport report = new ScenarioRunner(ScenarioCatalogue.Make("grid", seed: 5)!, seed: 5).Run();
        Assert.Empty(report.Violations);
        Assert.Equal((0.0, 0.0), (Value(report, "pings refused or lost"), Value(report, "transfers refused or lost")));
        Assert.Equal(4, Value(report, "transfers done"));
        Assert.Equal(1, Value(report, "path stretch"));
        Assert.Equal(15, Value(report, "routes per member"));
        Assert.Contains(report.Series, series => series.Name == "members that know all routes" && series.Points[^1].Y == 16);
    }

    [Fact]
    public void Hosts_join_at_the_same_time_not_one_after_the_other()
    {
        Scenario scenario = ScenarioCatalogue.Make("random", seed: 2, members: 60)! with { JoinTime = Duration.Zero, Duration = Duration.FromSeconds(1) };
        RunReport report = new ScenarioRunner(scenario with { Workload = new Workload { Pings = 0, Transfers = 0 } }, seed: 2).Run();
        Assert.Empty(report.Violations);
        Assert.InRange(Value(report, "everybody has joined after"), 0.1, 10);
    }

    private static double Value(RunReport report, string name) => report.Measures.Single(measure => measure.Name == name).Value;
}
