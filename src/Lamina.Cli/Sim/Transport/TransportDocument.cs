using Lamina.Simulation.Transport;

namespace Lamina.Cli.Sim.Transport;

/// <summary>What `lamina sim transport --json` prints.</summary>
/// <param name="Packets">Messages of each cell.</param>
/// <param name="Seed">Of each cell.</param>
/// <param name="Congestion">Policy of every layer.</param>
/// <param name="Cells">In the order of the table.</param>
public sealed record TransportDocument(int Packets, ulong Seed, string Congestion, IReadOnlyList<TransportEntry> Cells)
{
    public string Schema { get; init; } = "lamina.sim.transport/1";

    internal static TransportDocument Of(TransportPlan plan, IEnumerable<TransportResult> results) =>
        new(plan.Packets, plan.Seed, plan.Congestion, [.. results.Select(TransportEntry.Of)]);
}
