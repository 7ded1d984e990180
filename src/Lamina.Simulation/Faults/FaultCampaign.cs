using Lamina.Simulation.Reports;
using Lamina.Simulation.Scenarios;

namespace Lamina.Simulation.Faults;

/// <summary>Many schedules, one for each seed.</summary>
/// <param name="from">The first seed.</param>
/// <param name="count">How many.</param>
/// <param name="members">Another number of members; null: by the seeds.</param>
public sealed class FaultCampaign(ulong from, int count, int? members = null)
{
    private readonly Lock _lock = new();

    /// <summary>How many runs go on at the same time, each on a thread of its own; default 1. Runs share nothing.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Hears of every run when it ends, one call at a time, in any order.</summary>
    public Action<RunReport>? Finished { get; init; }

    /// <summary>Runs all.</summary>
    /// <returns>The reports of runs with violations, by seed.</returns>
    public IReadOnlyList<RunReport> Run()
    {
        var broken = new SortedList<ulong, RunReport>();
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Workers }, i =>
        {
            ulong seed = from + (ulong)i;
            RunReport report = new ScenarioRunner(FaultSchedule.Generate(seed, members), seed).Run();
            lock (_lock)
            {
                if (report.Violations.Count > 0)
                {
                    broken.Add(seed, report);
                }

                Finished?.Invoke(report);
            }
        });
        return [.. broken.Values];
    }
}
