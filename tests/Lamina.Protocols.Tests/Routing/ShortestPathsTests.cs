using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Protocols.Tests.Routing;

public class ShortestPathsTests
{
    [Fact]
    public void Of_equal_ways_the_lowest_neighbour_is_taken()
    {
        var graph = new Graph();
        foreach ((ulong from, ulong to) in new[] { (1UL, 3UL), (1UL, 2UL), (3UL, 4UL), (2UL, 4UL) })
        {
            graph.Add(new Address(from), new Address(to), 1);
        }

        Assert.Contains(new Route(new Address(4), new Address(2), 2), ShortestPaths.From(graph, new Address(1)));
    }

    [Fact]
    public void A_hundred_random_graphs_agree_with_a_stupid_algorithm()
    {
        for (ulong seed = 1; seed <= 100; seed++)
        {
            var random = new SeededRandom(seed);
            int size = 2 + random.Next(30);
            var edges = new List<(int From, int To, uint Cost)>();
            for (int i = random.Next(size * 4); i > 0; i--)
            {
                edges.Add((random.Next(size), random.Next(size), (uint)(1 + random.Next(5))));
            }

            Dictionary<int, (ulong Cost, int Hop)> expected = Oracle(size, edges, 0);
            Route[] routes = Compute(edges, random);
            Assert.True(expected.Count == routes.Length, $"seed {seed}");
            foreach (Route route in routes)
            {
                (ulong cost, int hop) = expected[(int)route.Destination.Value - 1];
                Assert.True(cost == route.Cost && hop + 1 == (int)route.NextHop.Value, $"seed {seed}: {route}, expected {cost} by {hop + 1}");
            }
        }
    }

    private static Route[] Compute(List<(int From, int To, uint Cost)> edges, SeededRandom random)
    {
        // The order of edges must not matter.
        var graph = new Graph();
        foreach ((int from, int to, uint cost) in edges.OrderBy(_ => random.NextUInt64()))
        {
            graph.Add(new Address((ulong)from + 1), new Address((ulong)to + 1), cost);
        }

        return ShortestPaths.From(graph, new Address(1));
    }

    // Bellman and Ford, with the lowest first hop of all cheapest ways.
    private static Dictionary<int, (ulong Cost, int Hop)> Oracle(int size, List<(int From, int To, uint Cost)> edges, int source)
    {
        var best = new Dictionary<int, (ulong Cost, int Hop)>();
        for (int round = 0; round < 2 * size; round++)
        {
            foreach ((int from, int to, uint edge) in edges)
            {
                if (to == source || (from != source && !best.ContainsKey(from)))
                {
                    continue;
                }

                (ulong Cost, int Hop) way = from == source ? (edge, to) : (best[from].Cost + edge, best[from].Hop);
                if (!best.TryGetValue(to, out (ulong Cost, int Hop) known) || way.CompareTo(known) < 0)
                {
                    best[to] = way;
                }
            }
        }

        return best;
    }
}
