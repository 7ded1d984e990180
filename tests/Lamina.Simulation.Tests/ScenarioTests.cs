using System.Globalization;
using Lamina.Simulation.Reports;
using Lamina.Simulation.Scenarios;

namespace Lamina.Simulation.Tests;

public class ScenarioTests(ITestOutputHelper output)
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
        RunReport report = new ScenarioRunner(ScenarioCatalogue.Make(name, seed: 1)!, seed: 1).Run();
        foreach (Measure measure in report.Measures.Concat(report.Real))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{measure.Name}: {measure.Value:0.###} {measure.Unit} (p99 {measure.P99:0.###}, max {measure.Max:0.###})"));
        }

        Assert.Empty(report.Violations);
    }
}
