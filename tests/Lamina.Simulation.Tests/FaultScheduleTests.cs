using Lamina.Simulation.Faults;
using Lamina.Simulation.Reports;
using Lamina.Simulation.Scenarios;

namespace Lamina.Simulation.Tests;

public class FaultScheduleTests
{
    [Fact]
    public void A_thousand_random_schedules_hold_all_invariants()
    {
        IReadOnlyList<RunReport> broken = new FaultCampaign(from: 1, count: 1000) { Workers = Environment.ProcessorCount }.Run();
        Assert.True(broken.Count == 0, string.Join("\n", broken.Select(report => $"seed {report.Seed}: {report.Violations[0]}")));
    }

    [Fact]
    public void Random_schedules_in_which_members_are_replaced_too_hold_all_invariants()
    {
        string[] broken = [.. Enumerable.Range(1, 100).AsParallel().WithDegreeOfParallelism(Environment.ProcessorCount)
            .Select(seed => new ScenarioRunner(FaultSchedule.GenerateWithRestarts((ulong)seed), (ulong)seed).Run())
            .Where(report => report.Violations.Count > 0).OrderBy(report => report.Seed)
            .Select(report => $"seed {report.Seed}: {report.Violations[0]}")];
        Assert.True(broken.Length == 0, string.Join("\n", broken));
    }

    [Fact]
    public void Who_only_listens_to_a_host_that_died_breaks_no_invariant()
    {
        // All bytes of a transfer are acknowledged, the receiver's word is lost three times, then its host dies.
        const ulong Seed = 444;
        Assert.Empty(Run(Seed).Violations);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(222)]
    [InlineData(3333)]
    public void A_seed_repeats_its_run_bit_for_bit_and_another_gives_another(int seed)
    {
        RunReport first = Run((ulong)seed);
        RunReport second = Run((ulong)seed);
        Assert.Equal((first.TraceHash, first.VirtualTime), (second.TraceHash, second.VirtualTime));
        Assert.Equal(first.Measures, second.Measures);
        Assert.NotEqual(first.TraceHash, Run((ulong)seed + 1).TraceHash);
    }

    [Fact]
    public void A_campaign_hears_of_every_run_and_takes_another_number_of_members()
    {
        var seeds = new List<ulong>();
        var campaign = new FaultCampaign(from: 40, count: 4, members: 3)
        {
            Workers = 2,
            Finished = report =>
            {
                Assert.Equal(3, report.Members);
                seeds.Add(report.Seed);
            },
        };
        Assert.Empty(campaign.Run());
        Assert.Equal(new ulong[] { 40, 41, 42, 43 }, seeds.Order());
    }

    private static RunReport Run(ulong seed) => new ScenarioRunner(FaultSchedule.Generate(seed), seed).Run();
}
