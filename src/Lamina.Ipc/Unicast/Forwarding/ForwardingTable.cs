using System.Numerics;
using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;

namespace Lamina.Ipc.Unicast.Forwarding;

/// <summary>
/// Address to neighbour: a snapshot that routing makes anew and never changes. Open addressing over two flat arrays,
/// at most half full; address 0 names nobody and marks an empty place.
/// </summary>
public sealed class ForwardingTable
{
    private readonly ulong[] _keys;
    private readonly Neighbour?[] _nextHops;
    private readonly int _shift;

    /// <summary>A table of these entries; destinations differ and are not 0.</summary>
    public ForwardingTable(IReadOnlyList<(Address Destination, Neighbour NextHop)> entries)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, entries.Count * 2));
        _keys = new ulong[size];
        _nextHops = new Neighbour?[size];
        _shift = 64 - BitOperations.Log2((uint)size);
        foreach ((Address destination, Neighbour nextHop) in entries)
        {
            int place = PlaceOf(destination.Value);
            while (_keys[place] != 0)
            {
                place = (place + 1) & (size - 1);
            }

            _keys[place] = destination.Value;
            _nextHops[place] = nextHop;
        }
    }

    /// <summary>A table without a way to anybody.</summary>
    public static ForwardingTable Empty { get; } = new([]);

    /// <summary>The neighbour that is next on the way; null where there is no way.</summary>
    public Neighbour? Find(Address destination)
    {
        if (destination.Value == 0)
        {
            return null;
        }

        int place = PlaceOf(destination.Value);
        while (_keys[place] != destination.Value)
        {
            if (_keys[place] == 0)
            {
                return null;
            }

            place = (place + 1) & (_keys.Length - 1);
        }

        return _nextHops[place];
    }

    // Fibonacci hashing: the high bits of a product with 2^64 / golden ratio spread addresses that differ in few bits.
    private int PlaceOf(ulong address) => (int)((address * 0x9E3779B97F4A7C15) >> _shift);
}
