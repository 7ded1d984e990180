using Lamina.Core;
using Lamina.Simulation.Faults;
using Lamina.Simulation.Links;
using Lamina.Simulation.Topologies;

namespace Lamina.Simulation.Scenarios;

/// <summary>The scenarios that come with Lamina, by name.</summary>
public static class ScenarioCatalogue
{
    /// <summary>All of them, in the order in which a person meets them.</summary>
    public static IReadOnlyList<CatalogueEntry> All { get; } =
    [
        Shape(TopologyKind.Line, 8, "Members one behind the other: the longest ways that so many members can have."),
        Shape(TopologyKind.Ring, 10, "A ring loses a link and gets it back: everybody goes the other way round."),
        Shape(TopologyKind.Tree, 15, "A tree: every link is a bridge, and the root sees most of the traffic."),
        Shape(TopologyKind.Grid, 16, "A grid: many ways of equal length."),
        Shape(TopologyKind.Random, 20, "Random links, mean degree 4."),
        Shape(TopologyKind.ScaleFree, 30, "A few members have most of the links."),
        new("partition", "A network falls into two halves, each goes on for itself, and they meet again.", 16, Partition),
        new("churn", "Hosts die and come back all the time, under their old names.", 20, ChurnScenario),
        new("recursion", "Four layers one on the other over one udp bearer.", 4, Recursion),
        new("mesh", "A large random network: everybody reaches everybody by name; 10 % die at once, the others still do.", 500, Mesh),
        new("faults", "A small random network and a random schedule of faults, all decided by the seed.", 0, Faults),
    ];

    /// <summary>A scenario by name; null where there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="seed">The run's seed: some scenarios are drawn from it.</param>
    /// <param name="members">Another number of members; null: its own.</param>
    public static Scenario? Make(string name, ulong seed, int? members = null) =>
        All.FirstOrDefault(entry => entry.Name == name) is { } entry ? entry.Make(members ?? entry.Members, seed) : null;

    private static CatalogueEntry Shape(TopologyKind kind, int members, string sentence)
    {
        string name = ObjectReader.NameOf(kind);
        return new CatalogueEntry(name, sentence, members, (count, _) => new Scenario(name, new Topology(kind, count))
        {
            Description = sentence,
            Links = new LinkProfile { Latency = Duration.FromMilliseconds(2), Jitter = Duration.FromMilliseconds(1), BitsPerSecond = 100_000_000 },
            Events = kind == TopologyKind.Ring
                ? [At(5, ScenarioEventKind.Cut) with { Links = [0] }, At(25, ScenarioEventKind.Heal)]
                : [],
            Duration = Duration.FromSeconds(kind == TopologyKind.Ring ? 40 : 20),
        });
    }

    private static Scenario Partition(int members, ulong seed) => new("partition", new Topology(TopologyKind.Random, members))
    {
        Events = [At(5, ScenarioEventKind.Partition) with { Members = [.. Enumerable.Range(0, members / 2)] }, At(45, ScenarioEventKind.Heal)],
        Duration = Duration.FromSeconds(75),
    };

    private static Scenario ChurnScenario(int members, ulong seed) => new("churn", new Topology(TopologyKind.Random, members))
    {
        Churn = new Churn(12, Duration.FromSeconds(15)),
        Duration = Duration.FromSeconds(120),
        Workload = new Workload { Pings = 60, Transfers = 6, Rest = Duration.FromSeconds(40) },
    };

    private static Scenario Recursion(int members, ulong seed) => new("recursion", new Topology(TopologyKind.Line, members))
    {
        Layers = 4,
        Duration = Duration.FromSeconds(20),
    };

    private static Scenario Mesh(int members, ulong seed) => new("mesh", new Topology(TopologyKind.Random, members) { Degree = 4 })
    {
        Links = new LinkProfile { Latency = Duration.FromMilliseconds(5), Jitter = Duration.FromMilliseconds(2) },
        JoinTime = Duration.FromSeconds(10),
        Workload = new Workload { Pings = 300, Transfers = 0, PingsEverybody = true },
        IdleTime = Duration.FromSeconds(60),
        Events = [At(30, ScenarioEventKind.Die) with { Share = 0.1 }],
        Duration = Duration.FromSeconds(45),
        SettleWithin = Duration.FromSeconds(15),
    };

    private static Scenario Faults(int members, ulong seed) => FaultSchedule.Generate(seed, members == 0 ? null : members);

    private static ScenarioEvent At(int seconds, ScenarioEventKind kind) => new(Duration.FromSeconds(seconds), kind);
}
