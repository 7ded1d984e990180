using Lamina.Core;
using Lamina.Ipc.Unicast.Policies;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;
using Lamina.Simulation.Scenarios;
using Lamina.Simulation.Topologies;
using Lamina.Simulation.Workloads;

namespace Lamina.Simulation.Networks;

/// <summary>
/// A whole network of a scenario: hosts along a topology, each with a udp bearer and a member of every layer, enrolled
/// through a neighbour and connected along the links.
/// </summary>
public sealed class LayerNetwork : IDisposable
{
    private const ushort Port = 3435;

    private readonly List<Task> _tasks = [];
    private readonly bool[] _isFounded;

    /// <summary>A network whose hosts are all off.</summary>
    public LayerNetwork(Scenario scenario, ulong seed, IPacketTap? tap = null, PolicyCatalogue? policies = null)
    {
        Scenario = scenario;
        Network = new SimulatedNetwork(seed) { Tap = tap, Policies = policies };
        Random = new SeededRandom(seed ^ 0x6C61_6D69_6E61);
        Traffic = new Traffic(this);
        _isFounded = new bool[scenario.Layers];
        for (int i = 0; i < scenario.Topology.Members; i++)
        {
            SimulatedHost host = Network.AddHost($"h{i}");
            Stations.Add(new Station(i, host, host.OpenPort(Port), scenario.Layers));
        }

        foreach (Edge edge in scenario.Topology.Edges(seed))
        {
            Connect(Stations[edge.A], Stations[edge.B]);
        }
    }

    /// <summary>What the network is made for.</summary>
    public Scenario Scenario { get; }

    /// <summary>Hosts and links in virtual time.</summary>
    public SimulatedNetwork Network { get; }

    /// <summary>The places, by number.</summary>
    public List<Station> Stations { get; } = [];

    /// <summary>The links, by number.</summary>
    public List<StationLink> Links { get; } = [];

    /// <summary>All transfers that were ever started.</summary>
    public TransferLedger Ledger { get; } = new();

    /// <summary>What programs do.</summary>
    public Traffic Traffic { get; }

    /// <summary>Since when every member knows a way to all that it could reach; null while the network is disturbed.</summary>
    public Instant? SettledSince { get; internal set; }

    /// <summary>When something last happened after which the members need time to learn new ways.</summary>
    public Instant DisturbedAt { get; private set; }

    /// <summary>Randomness of what happens to the network, apart from that of its links and hosts.</summary>
    internal SeededRandom Random { get; }

    /// <summary>Places whose host runs.</summary>
    public IEnumerable<Station> Alive => Stations.Where(station => station.IsAlive);

    /// <summary>Name of a layer, from 0.</summary>
    public static string LayerName(int layer) => $"net{layer + 1}";

    /// <summary>Switches a host on: it joins every layer by itself.</summary>
    public void Start(Station station)
    {
        if (!station.Host.IsRunning)
        {
            station.Host.Start();
        }

        station.BeginLife(Network.Now);
        _tasks.Add(new Joining(this, station).RunAsync());
    }

    /// <summary>Stops a host at once.</summary>
    public static void Kill(Station station)
    {
        station.Host.Stop();
        station.EndLife();
    }

    /// <summary>Something happens after which the members need time.</summary>
    public void Disturb()
    {
        SettledSince = null;
        DisturbedAt = Network.Now;
    }

    /// <summary>Throws what the procedures that join the hosts have thrown, if anything.</summary>
    public void ThrowIfFaulted() => _tasks.Find(task => task.IsFaulted)?.GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    internal void Keep(Task task) => _tasks.Add(task);

    internal Pending Pause(Duration time)
    {
        var pending = new Pending(Network);
        Network.At(Network.Now + time, now => pending.HandleOutcome(Outcome.Ok, now));
        return pending;
    }

    /// <summary>True for the one that makes a layer.</summary>
    internal bool TryFound(int layer, Station station)
    {
        bool isFounder = !_isFounded[layer] && station.Index == 0;
        _isFounded[layer] |= isFounder;
        return isFounder;
    }

    private void Connect(Station a, Station b)
    {
        SimulatedLink link = Network.Link(a.Port, b.Port, Scenario.Links);
        var place = new StationLink(Links.Count, a, b, link, Scenario.Layers);
        Links.Add(place);
        a.LinkList.Add(place);
        b.LinkList.Add(place);
    }
}
