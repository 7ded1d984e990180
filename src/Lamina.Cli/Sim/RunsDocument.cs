namespace Lamina.Cli.Sim;

/// <summary>What `lamina sim SCENARIO --runs N --json` prints at its end.</summary>
/// <param name="Scenario">As it was typed.</param>
/// <param name="FirstSeed">The first seed.</param>
/// <param name="Runs">Runs that ended.</param>
/// <param name="Failed">Those in which an invariant did not hold.</param>
public sealed record RunsDocument(string Scenario, ulong FirstSeed, int Runs, IReadOnlyList<FailedRun> Failed)
{
    /// <summary>
    /// SHA-256 of the trace hashes of all runs, in the order of the seeds: equal for equal code, whatever machine, worker or
    /// compiler tier it ran on.
    /// </summary>
    public required string TraceHash { get; init; }

    public string Schema { get; init; } = "lamina.sim.runs/1";
}
