using Lamina.Simulation.Faults;
using Lamina.Simulation.Reports;

namespace Lamina.Simulation.Tests;

public class FaultScheduleTests(ITestOutputHelper output)
{
    [Fact]
    public void Random_schedules_hold_all_invariants()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("LAMINA_FAULTS") ?? "1000");
        int from = int.Parse(Environment.GetEnvironmentVariable("LAMINA_FROM") ?? "1");
        IReadOnlyList<RunReport> broken = new FaultCampaign((ulong)from, count) { Workers = Environment.ProcessorCount }.Run();
        foreach (RunReport report in broken)
        {
            output.WriteLine($"seed {report.Seed}, {report.Members} members: {report.Violations[0]}");
        }

        Assert.Empty(broken);
    }
}
