namespace Lamina.Cli.Sim;

/// <summary>What `lamina sim SCENARIO --runs N --json` prints at its end.</summary>
/// <param name="Scenario">As it was typed.</param>
/// <param name="FirstSeed">The first seed.</param>
/// <param name="Runs">Runs that ended.</param>
/// <param name="Failed">Those in which an invariant did not hold.</param>
public sealed record RunsDocument(string Scenario, ulong FirstSeed, int Runs, IReadOnlyList<FailedRun> Failed)
{
    public string Schema { get; init; } = "lamina.sim.runs/1";
}
