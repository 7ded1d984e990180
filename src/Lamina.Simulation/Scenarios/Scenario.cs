using Lamina.Core;
using Lamina.Simulation.Links;
using Lamina.Simulation.Topologies;

namespace Lamina.Simulation.Scenarios;

/// <summary>
/// A network and what happens to it. Together with a seed it decides a run. The times of events count from the moment
/// at which the network stands: everybody is enrolled, every name is registered.
/// </summary>
/// <param name="Name">Its name, as a person types it.</param>
/// <param name="Topology">Who has a link with whom.</param>
public sealed record Scenario(string Name, Topology Topology)
{
    /// <summary>What it shows, in a sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>How every link behaves at first.</summary>
    public LinkProfile Links { get; init; } = new();

    /// <summary>Unicast layers, one on the other, on the udp bearer; every host is a member of each. 1 to 8, default 1.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Routing policy of every layer; default <c>link-state</c>.</summary>
    public string Routing { get; init; } = "link-state";

    /// <summary>Directory policy of every layer; default <c>dht</c>.</summary>
    public string Directory { get; init; } = "dht";

    /// <summary>Time over which the hosts are switched on, by chance; default 1 s. Who joins does not wait for others to be done.</summary>
    public Duration JoinTime { get; init; } = Duration.FromSeconds(1);

    /// <summary>What programs do.</summary>
    public Workload Workload { get; init; } = new();

    /// <summary>What happens, at what time.</summary>
    public IReadOnlyList<ScenarioEvent> Events { get; init; } = [];

    /// <summary>Hosts that die and come back all the time; null (default): none do.</summary>
    public Churn? Churn { get; init; }

    /// <summary>How long the standing network runs before everything is examined a last time; default 30 s.</summary>
    public Duration Duration { get; init; } = Duration.FromSeconds(30);

    /// <summary>
    /// How long after the last disturbance every member must know a way to all that it could reach; longer is a violation.
    /// Default 60 s: a neighbour's silence is noticed within 9 s, a host that comes back needs some attempts on bad links.
    /// </summary>
    public Duration SettleWithin { get; init; } = Duration.FromSeconds(60);

    /// <summary>How long the network stands with nothing to do before the scenario's time begins, to measure what that costs; default 0.</summary>
    public Duration IdleTime { get; init; } = Duration.Zero;

    /// <summary>The same with another number of members; events that name a member beyond it lose that member.</summary>
    public Scenario WithMembers(int members) => this with
    {
        Topology = Topology with { Members = members, Rows = null },
        Events = [.. Events.Select(happening => happening with { Members = [.. happening.Members.Where(member => member < members)] })],
    };
}
