using Lamina.Core;
using Lamina.Simulation.Scenarios;
using Lamina.Simulation.Topologies;

namespace Lamina.Simulation.Faults;

/// <summary>
/// Small random networks with random faults: one seed, one schedule. Each fault begins in the first 20 s and has its own
/// end; at 25 s everything is healed, the dead come back, and the network must recover while programs go on.
/// </summary>
public static class FaultSchedule
{
    private const int FewestMembers = 4;
    private const int MostMembers = 10;

    private static readonly Duration Healed = Duration.FromSeconds(25);

    /// <summary>The schedule of a seed, and members that are replaced under their flows besides: 1 to 6 times, in any layer, some of them at once.</summary>
    /// <param name="seed">As there.</param>
    public static Scenario GenerateWithRestarts(ulong seed)
    {
        Scenario scenario = Generate(seed);
        var random = new SeededRandom(~seed);
        return scenario with
        {
            Name = "restarts",
            Events =
            [
                .. scenario.Events,
                .. Enumerable.Range(0, 1 + random.Next(6)).Select(_ =>
                    new ScenarioEvent(Duration.FromMilliseconds(random.Next(30_000)), ScenarioEventKind.Restart)
                    {
                        Layer = random.Next(scenario.Layers),
                        Members = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => random.Next(scenario.Topology.Members)).Distinct()],
                    }),
            ],
        };
    }

    /// <summary>The schedule of a seed.</summary>
    /// <param name="seed">Decides the network, its links, and what happens when.</param>
    /// <param name="members">Another number of members; null: 4 to 10, by the seed.</param>
    public static Scenario Generate(ulong seed, int? members = null)
    {
        var random = new SeededRandom(seed);
        int count = FewestMembers + random.Next(MostMembers - FewestMembers + 1);
        var topology = new Topology(TopologyKind.Random, members ?? count) { Degree = 2 + (2 * random.NextDouble()) };
        var faults = new RandomFaults(random, topology.Members, topology.Edges(seed).Count);
        return new Scenario("faults", topology)
        {
            Description = $"Random faults of seed {seed}.",
            Links = RandomLinks.Draw(random),
            Layers = random.Next(6) switch { 0 => 2, 1 => 3, _ => 1 },
            Workload = new Workload
            {
                Pings = 12,
                Transfers = 4 + (int)(seed % 5),
                TransferBytes = 1 + random.Next(40_000),
                BothWays = seed % 2 == 0,
                Rest = Duration.FromSeconds(10),
            },
            Events =
            [
                .. Enumerable.Range(0, 3 + random.Next(8)).SelectMany(_ => faults.Draw()),
                new ScenarioEvent(Healed, ScenarioEventKind.Change),
                new ScenarioEvent(Healed, ScenarioEventKind.Heal),
                new ScenarioEvent(Healed, ScenarioEventKind.Revive),
            ],
            Duration = Duration.FromSeconds(40),
        };
    }
}
