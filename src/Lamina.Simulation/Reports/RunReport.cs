using Lamina.Core;

namespace Lamina.Simulation.Reports;

/// <summary>What a run of a scenario has shown. Everything but <see cref="Real"/> is a function of scenario and seed.</summary>
/// <param name="Scenario">Name of the scenario.</param>
/// <param name="Seed">The seed that repeats the run.</param>
/// <param name="Members">Members at the start.</param>
/// <param name="VirtualTime">How long it took in the network.</param>
/// <param name="TraceHash">Equal for equal runs, see <see cref="SimulatedNetwork.TraceHash"/>.</param>
public sealed record RunReport(string Scenario, ulong Seed, int Members, Duration VirtualTime, string TraceHash)
{
    /// <summary>Single figures, in the order in which a person reads them.</summary>
    public required IReadOnlyList<Measure> Measures { get; init; }

    /// <summary>Figures over time or rank, for plots.</summary>
    public required IReadOnlyList<Series> Series { get; init; }

    /// <summary>What did not hold; empty: everything that was checked held.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>Figures of this machine (time, memory): they differ from run to run.</summary>
    public required IReadOnlyList<Measure> Real { get; init; }
}
