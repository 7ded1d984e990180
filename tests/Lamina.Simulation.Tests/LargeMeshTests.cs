using Lamina.Simulation.Reports;
using Lamina.Simulation.Scenarios;

namespace Lamina.Simulation.Tests;

public class LargeMeshTests(ITestOutputHelper output)
{
    /// <summary>Everybody calls one and is called by one, by name, before and after 10 % have died at once; 15 s after, all routes must stand.</summary>
    [Fact]
    public void Five_hundred_members_find_each_other_and_survive_the_death_of_fifty()
    {
        RunReport report = new ScenarioRunner(ScenarioCatalogue.Make("mesh", seed: 1)!, seed: 1).Run();
        foreach (Measure measure in report.Measures.Concat(report.Real))
        {
            output.WriteLine(measure.ToString());
        }

        Assert.Empty(report.Violations);
        Assert.Equal(500, report.Members);
        double[] called = [.. report.Measures.Where(measure => measure.Name == "pairs called by name").Select(measure => measure.Value)];
        Assert.Equal(500, called[0]);
        Assert.InRange(called[1], 440, 450);
    }
}
