using Lamina.Core;
using Lamina.Ipc.Unicast;

namespace Lamina.Simulation.Networks;

/// <summary>A place in the topology: a host, its links, and its members of the layers. The host may die and come back.</summary>
public sealed class Station
{
    private readonly UnicastIpcProcess?[] _members;

    internal Station(int index, SimulatedHost host, SimulatedDatagramPort port, int layers)
    {
        Index = index;
        Host = host;
        Port = port;
        _members = new UnicastIpcProcess?[layers];
        EchoName = Name.Parse($"echo {index}");
        SinkName = Name.Parse($"sink {index}");
    }

    /// <summary>Its number.</summary>
    public int Index { get; }

    /// <summary>The host.</summary>
    public SimulatedHost Host { get; }

    /// <summary>The host's port.</summary>
    public SimulatedDatagramPort Port { get; }

    /// <summary>Its links.</summary>
    public IReadOnlyList<StationLink> Links => LinkList;

    /// <summary>Name of its echo server in the highest layer.</summary>
    public Name EchoName { get; }

    /// <summary>Name of its sink for transfers in the highest layer.</summary>
    public Name SinkName { get; }

    /// <summary>True while the host runs.</summary>
    public bool IsAlive { get; internal set; }

    /// <summary>True once it is in every layer, connected, its names registered.</summary>
    public bool IsStanding => StandingSince is not null;

    /// <summary>When the host started last.</summary>
    public Instant StartedAt { get; private set; }

    /// <summary>Since when it stands; null while it does not.</summary>
    public Instant? StandingSince { get; internal set; }

    /// <summary>How often the host has started.</summary>
    public int Life { get; private set; }

    /// <summary>Its member of the highest layer; null while there is none.</summary>
    public UnicastIpcProcess? Top => _members[^1];

    internal List<StationLink> LinkList { get; } = [];

    /// <summary>Its member of a layer, from 0; null while it is in none.</summary>
    public UnicastIpcProcess? Member(int layer) => _members[layer];

    /// <summary>Name of its member of a layer.</summary>
    public string MemberName(int layer) => $"{Host.Name}.{LayerNetwork.LayerName(layer)}";

    /// <inheritdoc/>
    public override string ToString() => Host.Name;

    internal void Enter(int layer, UnicastIpcProcess member) => _members[layer] = member;

    internal void BeginLife(Instant now)
    {
        StartedAt = now;
        Life++;
        IsAlive = true;
    }

    internal void EndLife()
    {
        IsAlive = false;
        StandingSince = null;
        Array.Clear(_members);
        foreach (StationLink link in LinkList)
        {
            link.Release(this);
        }
    }
}
