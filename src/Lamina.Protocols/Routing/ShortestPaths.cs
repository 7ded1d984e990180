using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>
/// Dijkstra's algorithm. Of equally cheap ways the one whose first hop has the lowest address is taken, so that the
/// result does not depend on the order of edges.
/// </summary>
public static class ShortestPaths
{
    /// <summary>The cheapest routes from one member, by destination.</summary>
    public static Route[] From(Graph graph, Address source)
    {
        var best = new Dictionary<Address, Route> { [source] = new(source, Address.None, 0) };
        var settled = new HashSet<Address>();
        var open = new PriorityQueue<Address, (ulong Cost, Address Member)>();
        open.Enqueue(source, (0, source));
        while (open.TryDequeue(out Address member, out _))
        {
            if (!settled.Add(member))
            {
                continue;
            }

            Route way = best[member];
            foreach (Link link in graph.From(member))
            {
                Address firstHop = member == source ? link.Neighbour : way.NextHop;
                ulong cost = way.Cost + link.Cost;
                if (IsBetter(best, link.Neighbour, cost, firstHop))
                {
                    best[link.Neighbour] = new(link.Neighbour, firstHop, cost);
                    open.Enqueue(link.Neighbour, (cost, link.Neighbour));
                }
            }
        }

        best.Remove(source);
        Route[] routes = [.. best.Values];
        Array.Sort(routes, static (a, b) => a.Destination.CompareTo(b.Destination));
        return routes;
    }

    // Costs are 1 or more, so a tie is found before its member is settled, and the better first hop still spreads.
    private static bool IsBetter(Dictionary<Address, Route> best, Address member, ulong cost, Address firstHop) =>
        !best.TryGetValue(member, out Route known)
        || cost < known.Cost
        || (cost == known.Cost && firstHop.CompareTo(known.NextHop) < 0);
}
