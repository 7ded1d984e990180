using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Protocols.Tests.Routing;

/// <summary>Each policy on random graphs, against what Floyd and Warshall's algorithm says.</summary>
public class PolicyTests
{
    private const int Graphs = 1000;

    [Fact]
    public void Link_state_takes_the_lowest_first_hop_of_the_cheapest_ways()
    {
        ForEachRoute(new LinkStateRouting(), (graph, oracle, self, cube, route, message) =>
        {
            Assert.True(route.NextHops.Ways.Count == 1 && route.NextHops.StandIns.Count == 0, message);
            Assert.True(Array.IndexOf(oracle.FirstHops(self, graph.IndexOf(route.Destination)), graph.IndexOf(route.NextHop)) == 0, message);
        });
    }

    [Fact]
    public void Every_next_hop_of_ecmp_lies_on_a_cheapest_way_and_none_is_left_out()
    {
        ForEachRoute(new EcmpRouting(), (graph, oracle, self, cube, route, message) => Assert.True(
            oracle.FirstHops(self, graph.IndexOf(route.Destination)).SequenceEqual(route.NextHops.Ways.Select(graph.IndexOf)), message));
    }

    [Fact]
    public void An_alternate_of_lfa_never_leads_back_and_is_found_where_there_is_one()
    {
        int found = 0;
        ForEachRoute(new LfaRouting(), (graph, oracle, self, cube, route, message) =>
        {
            int destination = graph.IndexOf(route.Destination);
            int primary = graph.IndexOf(route.NextHop);
            Assert.True(oracle.FirstHops(self, destination)[0] == primary, message);

            // A neighbour whose every cheapest way avoids this member and the primary, or at least this member.
            int[] loopFree = [.. oracle.Neighbours(self).Where(n => n != primary && !oracle.IsBetween(n, self, destination))];
            int[] avoidsBoth = [.. loopFree.Where(n => !oracle.IsBetween(n, primary, destination))];
            int[] best = avoidsBoth.Length > 0 ? avoidsBoth : loopFree;
            Assert.True(best.Length == 0 == (route.NextHops.StandIns.Count == 0), message);
            if (best.Length > 0)
            {
                found++;
                int alternate = graph.IndexOf(Assert.Single(route.NextHops.StandIns));
                Assert.True(best.MinBy(n => oracle.Weight(self, n) + oracle.Distance(n, destination)) == alternate, message);
            }
        });
        Assert.True(found > Graphs);
    }

    [Fact]
    public void Cubes_with_the_same_weights_share_their_routes()
    {
        LinkState[] states =
        [
            State(1, (2, new LinkWeights(1, 5, 5)), (3, LinkWeights.One)),
            State(2, (1, LinkWeights.Unsaid), (3, LinkWeights.One)),
            State(3, (1, LinkWeights.One), (2, LinkWeights.One)),
        ];
        RouteSets routes = RouteSets.Compute(new LinkStateRouting(), new Graph(states), new Address(1));
        Assert.Same(routes[QosCube.Video], routes[QosCube.Voice]);
        Assert.Equal(new Address(2), routes[QosCube.BestEffort][0].NextHop);
        Assert.Equal((new Address(3), 2u), (routes[QosCube.Voice][0].NextHop, routes[QosCube.Voice][0].Cost));

        // Whoever says nothing goes by the other end's word.
        routes = RouteSets.Compute(new LinkStateRouting(), new Graph(states), new Address(2));
        Assert.Equal((new Address(3), 2u), (routes[QosCube.Voice][0].NextHop, routes[QosCube.Voice][0].Cost));
    }

    private static LinkState State(ulong origin, params (ulong Neighbour, LinkWeights Weights)[] links) =>
        new(new Address(origin), 1, [.. links.Select(link => new Link(new Address(link.Neighbour), link.Weights))], Instant.Never);

    private static void ForEachRoute(
        IRoutingPolicy policy, Action<Graph, PathOracle, int, QosCube, Route, string> examine)
    {
        for (ulong seed = 1; seed <= Graphs; seed++)
        {
            var random = new SeededRandom(seed);
            var network = RandomGraph.Make(random, 2 + random.Next(12));
            var graph = new Graph(network);
            QosCube cube = Graph.Cubes[random.Next(LinkWeights.CubeCount)];
            var oracle = new PathOracle(network, cube);
            int self = random.Next(graph.Count);
            Route[] routes = policy.Compute(graph, self, cube);
            Assert.True(
                Enumerable.Range(0, graph.Count).Where(member => member != self && oracle.Reaches(self, member))
                    .SequenceEqual(routes.Select(route => graph.IndexOf(route.Destination))),
                $"seed {seed}: other destinations");
            foreach (Route route in routes)
            {
                string message = $"seed {seed}: from {self} to {route.Destination}: {route.NextHops}";
                Assert.True(oracle.Distance(self, graph.IndexOf(route.Destination)) == route.Cost, message);
                examine(graph, oracle, self, cube, route, message);
            }
        }
    }
}
