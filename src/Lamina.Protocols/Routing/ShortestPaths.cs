using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>The cheapest paths from one member to all others (Dijkstra's algorithm).</summary>
public sealed class ShortestPaths
{
    /// <summary>The distance of a member that cannot be reached.</summary>
    public const uint Unreachable = uint.MaxValue;

    private readonly uint[] _distances;
    private readonly int[] _order;
    private readonly int _reached;

    private ShortestPaths(uint[] distances, int[] order, int reached)
    {
        _distances = distances;
        _order = order;
        _reached = reached;
    }

    /// <summary>The members that can be reached, the nearest first; the source is the first.</summary>
    public ReadOnlySpan<int> ByDistance => _order.AsSpan(0, _reached);

    /// <summary>What the cheapest path to a member costs. At most 16383 links of 65535 each, so it fits.</summary>
    public uint DistanceTo(int member) => _distances[member];

    /// <summary>Computes them for a cube.</summary>
    public static ShortestPaths From(Graph graph, int source, QosCube cube)
    {
        var distances = new uint[graph.Count];
        distances.AsSpan().Fill(Unreachable);
        distances[source] = 0;
        var order = new int[graph.Count];
        int reached = 0;

        // A key is distance and number: what is settled does not depend on the order of links.
        var open = new PriorityQueue<int, ulong>();
        open.Enqueue(source, (uint)source);
        while (open.TryDequeue(out int member, out ulong key))
        {
            uint distance = (uint)(key >> 32);
            if (distance != distances[member])
            {
                continue;
            }

            order[reached++] = member;
            ReadOnlySpan<int> neighbours = graph.NeighboursOf(member);
            ReadOnlySpan<ushort> weights = graph.WeightsOf(member, cube);
            for (int i = 0; i < neighbours.Length; i++)
            {
                uint through = distance + weights[i];
                if (through < distances[neighbours[i]])
                {
                    distances[neighbours[i]] = through;
                    open.Enqueue(neighbours[i], ((ulong)through << 32) | (uint)neighbours[i]);
                }
            }
        }

        return new ShortestPaths(distances, order, reached);
    }

    /// <summary>
    /// The neighbour of the source that begins the cheapest path to each member; of several the lowest. By member; the
    /// source and what cannot be reached have -1.
    /// </summary>
    public int[] FirstHops(Graph graph, QosCube cube)
    {
        int source = _order[0];
        var hops = new int[graph.Count];
        hops.AsSpan().Fill(-1);
        foreach (int member in ByDistance)
        {
            // Links cost 1 or more: whoever lies before a member on a cheapest path is nearer, so its own hop is final.
            ReadOnlySpan<int> neighbours = graph.NeighboursOf(member);
            ReadOnlySpan<ushort> weights = graph.WeightsOf(member, cube);
            for (int i = 0; i < neighbours.Length; i++)
            {
                int next = neighbours[i];
                if (_distances[member] + weights[i] == _distances[next])
                {
                    int hop = member == source ? next : hops[member];
                    hops[next] = hops[next] < 0 ? hop : Math.Min(hops[next], hop);
                }
            }
        }

        return hops;
    }
}
