using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Simulation.Networks;

/// <summary>
/// What all members of one layer know, taken together at one moment: whether every two members that could reach each other
/// have a way, and where the ways lead.
/// </summary>
public sealed class Survey
{
    private readonly LayerNetwork _network;
    private readonly int _layer;
    private readonly Dictionary<Address, Station> _byAddress = [];
    private readonly Dictionary<Address, Address>?[] _nextHops;

    /// <summary>Looks at a layer, from 0.</summary>
    public Survey(LayerNetwork network, int layer)
    {
        _network = network;
        _layer = layer;
        _nextHops = new Dictionary<Address, Address>?[network.Stations.Count];
        Components = Components.Of(network);
        foreach (Station station in network.Alive)
        {
            if (station.Member(layer)?.Membership is { } membership)
            {
                _byAddress[membership.Address] = station;
            }
        }
    }

    /// <summary>Who could reach whom.</summary>
    public Components Components { get; }

    /// <summary>What is missing until the layer has converged; null where it has. Cheap.</summary>
    public string? FindMissing()
    {
        foreach (Station station in _network.Alive)
        {
            if (station.Member(_layer) is not { } member)
            {
                return $"{station} is not in {LayerNetwork.LayerName(_layer)}";
            }

            int routes = member.Routes.Count;
            if (routes != Components.SizeOf(station) - 1)
            {
                return $"{station} has {routes} routes, but could reach {Components.SizeOf(station) - 1}";
            }
        }

        return null;
    }

    /// <summary>True where a living station has a route to all that it could reach.</summary>
    public bool KnowsAll(Station station) => station.Member(_layer)?.Routes.Count == Components.SizeOf(station) - 1;

    /// <summary>A way that does not lead to its end, or a route to nobody; null where there is none. Looks at every pair.</summary>
    public string? FindBrokenWay()
    {
        foreach (Station from in _network.Alive)
        {
            foreach (Station to in _network.Alive)
            {
                if (from != to && Components.AreTogether(from, to) && HopsBetween(from, to) is null)
                {
                    return $"the way from {from} to {to} in {LayerNetwork.LayerName(_layer)} does not arrive: {DescribeWay(from, to)}";
                }
            }
        }

        return null;
    }

    /// <summary>Two members of a component whose link state databases differ; null where there are none.</summary>
    public string? FindDisagreement()
    {
        var first = new Dictionary<int, (Station Station, Dictionary<Address, Link[]> States)>();
        foreach (Station station in _network.Alive)
        {
            Dictionary<Address, Link[]> states = StatesOf(station);
            (Station witness, Dictionary<Address, Link[]> known) = first.Values.FirstOrDefault(entry => Components.AreTogether(entry.Station, station));
            if (witness is null)
            {
                first.Add(station.Index, (station, states));
            }
            else if (Differ(known, states) is { } origin)
            {
                return $"{witness} and {station} know different links of {_byAddress[origin]} in {LayerNetwork.LayerName(_layer)}";
            }
        }

        return null;
    }

    /// <summary>Hops that packets take; null where they do not arrive.</summary>
    public int? HopsBetween(Station from, Station to)
    {
        if (to.Member(_layer)?.Membership?.Address is not { } target)
        {
            return null;
        }

        Station at = from;
        for (int hops = 0; hops <= _network.Stations.Count; hops++)
        {
            if (at == to)
            {
                return hops;
            }

            if (!TablesOf(at).TryGetValue(target, out Address next) || !_byAddress.TryGetValue(next, out Station? there))
            {
                return null;
            }

            at = there;
        }

        return null;
    }

    /// <summary>Hops of the shortest ways over whole links from one station to all, by number; -1 where there is none.</summary>
    public int[] ShortestFrom(Station from)
    {
        int[] hops = new int[_network.Stations.Count];
        Array.Fill(hops, -1);
        hops[from.Index] = 0;
        var open = new Queue<Station>([from]);
        while (open.TryDequeue(out Station? station))
        {
            foreach (StationLink link in station.Links)
            {
                Station other = link.Other(station);
                if (link.IsWhole && hops[other.Index] < 0)
                {
                    hops[other.Index] = hops[station.Index] + 1;
                    open.Enqueue(other);
                }
            }
        }

        return hops;
    }

    private string DescribeWay(Station from, Station to)
    {
        Address target = to.Member(_layer)!.Membership!.Address;
        var way = new List<Station> { from };
        while (way[^1] != to && TablesOf(way[^1]).TryGetValue(target, out Address next) && _byAddress.TryGetValue(next, out Station? there))
        {
            bool isLoop = way.Contains(there);
            way.Add(there);
            if (isLoop)
            {
                return $"{string.Join(" - ", way)}, a loop";
            }
        }

        return $"{string.Join(" - ", way)}, and no further";
    }

    private Dictionary<Address, Address> TablesOf(Station station)
    {
        if (_nextHops[station.Index] is { } known)
        {
            return known;
        }

        var table = new Dictionary<Address, Address>();
        foreach (Route route in station.Member(_layer)?.Routes ?? [])
        {
            table[route.Destination] = route.NextHop;
        }

        return _nextHops[station.Index] = table;
    }

    // Only what is said by the living: what a dead member said last is forgotten by each in its own time.
    private Dictionary<Address, Link[]> StatesOf(Station station) =>
        (station.Member(_layer)?.LinkStates ?? [])
            .Where(state => _byAddress.TryGetValue(state.Origin, out Station? origin) && Components.AreTogether(origin, station))
            .ToDictionary(state => state.Origin, state => state.Links);

    private static Address? Differ(Dictionary<Address, Link[]> a, Dictionary<Address, Link[]> b)
    {
        foreach (Address origin in a.Keys.Union(b.Keys))
        {
            if (!a.TryGetValue(origin, out Link[]? first) || !b.TryGetValue(origin, out Link[]? second) || !first.AsSpan().SequenceEqual(second))
            {
                return origin;
            }
        }

        return null;
    }
}
