using Lamina.Simulation.Reports;

namespace Lamina.Simulation.Faults;

/// <summary>Many schedules, one seed after the other.</summary>
/// <param name="from">The first seed.</param>
/// <param name="count">How many.</param>
/// <param name="members">Another number of members; null: by the seeds.</param>
public sealed class FaultCampaign(ulong from, int count, int? members = null)
{
    /// <summary>Runs on so many threads, each run on one; default 1.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Hears of every run when it ends, one call at a time, in any order.</summary>
    public Action<RunReport>? Finished { get; init; }

    /// <summary>Runs all.</summary>
    /// <returns>The reports of runs with violations, by seed.</returns>
    public IReadOnlyList<RunReport> Run() => throw new NotSupportedException($"{from} {count} {members}");
}
