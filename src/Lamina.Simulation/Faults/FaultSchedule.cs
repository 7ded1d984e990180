using Lamina.Simulation.Scenarios;
using Lamina.Simulation.Topologies;

namespace Lamina.Simulation.Faults;

/// <summary>Small random networks with random faults: one seed, one schedule.</summary>
public static class FaultSchedule
{
    /// <summary>The schedule of a seed.</summary>
    /// <param name="seed">Decides the network, its links, and what happens when.</param>
    /// <param name="members">Another number of members; null: 4 to 10, by the seed.</param>
    public static Scenario Generate(ulong seed, int? members = null) => new("faults", new Topology(TopologyKind.Random, members ?? 4 + (int)(seed % 7)));
}
