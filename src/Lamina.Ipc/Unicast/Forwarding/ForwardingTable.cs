using System.Numerics;
using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Ipc.Unicast.Forwarding;

/// <summary>
/// Address and cube to next hops: a snapshot that routing makes anew and never changes. Open addressing over flat arrays,
/// at most half full: one of addresses, and one of next hops for each cube whose routes differ. Address 0 names nobody and
/// marks an empty place.
/// </summary>
public sealed class ForwardingTable
{
    private readonly ulong[] _keys;
    private readonly NextHopGroup?[][] _groups = new NextHopGroup?[LinkWeights.CubeCount][];
    private readonly int _shift;

    /// <summary>A table of routes; where <paramref name="resolve"/> gives null, it leads nowhere.</summary>
    /// <param name="routes">The routes; all cubes have the same destinations.</param>
    /// <param name="resolve">The neighbours behind next hops; asked once for each object.</param>
    public ForwardingTable(RouteSets routes, Func<NextHops, NextHopGroup?> resolve)
    {
        int count = routes[QosCube.BestEffort].Length;
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, count * 2));
        _keys = new ulong[size];
        _shift = 64 - BitOperations.Log2((uint)size);
        foreach (QosCube cube in Graph.Cubes)
        {
            QosCube same = routes.SameAs(cube);
            _groups[(int)cube] = same == cube ? Fill(routes[cube], resolve) : _groups[(int)same];
        }
    }

    /// <summary>A table without a way to anybody.</summary>
    public static ForwardingTable Empty { get; } = new(RouteSets.None, static _ => null);

    /// <summary>True where there is a way to a member.</summary>
    public bool LeadsTo(Address destination) => Find(destination, QosCube.BestEffort) is not null;

    /// <summary>The next hops to a member for packets of a cube; null where there is no way. An unknown cube is best effort.</summary>
    public NextHopGroup? Find(Address destination, QosCube cube)
    {
        int place = PlaceOf(destination.Value);
        ulong[] keys = _keys;
        while (keys[place] != destination.Value)
        {
            if (keys[place] == 0)
            {
                return null;
            }

            place = (place + 1) & (keys.Length - 1);
        }

        uint column = (uint)cube < LinkWeights.CubeCount ? (uint)cube : 0;
        return _groups[column][place];
    }

    private NextHopGroup?[] Fill(Route[] routes, Func<NextHops, NextHopGroup?> resolve)
    {
        var groups = new NextHopGroup?[_keys.Length];
        var known = new Dictionary<NextHops, NextHopGroup?>(ReferenceEqualityComparer.Instance);
        foreach (Route route in routes)
        {
            if (!known.TryGetValue(route.NextHops, out NextHopGroup? group))
            {
                known[route.NextHops] = group = resolve(route.NextHops);
            }

            groups[Claim(route.Destination.Value)] = group;
        }

        return groups;
    }

    private int Claim(ulong address)
    {
        int place = PlaceOf(address);
        while (_keys[place] != 0 && _keys[place] != address)
        {
            place = (place + 1) & (_keys.Length - 1);
        }

        _keys[place] = address;
        return place;
    }

    // Fibonacci hashing: the high bits of a product with 2^64 / golden ratio spread addresses that differ in few bits.
    private int PlaceOf(ulong address) => (int)((address * 0x9E3779B97F4A7C15) >> _shift);
}
