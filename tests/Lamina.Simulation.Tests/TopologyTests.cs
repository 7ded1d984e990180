using Lamina.Simulation.Topologies;

namespace Lamina.Simulation.Tests;

public class TopologyTests
{
    [Fact]
    public void Small_shapes_are_what_their_names_say()
    {
        Assert.Equal("0-1 1-2 2-3", Describe(new Topology(TopologyKind.Line, 4)));
        Assert.Equal("0-1 0-3 1-2 2-3", Describe(new Topology(TopologyKind.Ring, 4)));
        Assert.Equal("0-1 0-2 1-3 1-4 2-5", Describe(new Topology(TopologyKind.Tree, 6) { Degree = 3 }));
        Assert.Equal("0-1 0-3 1-2 1-4 2-5 3-4 4-5", Describe(new Topology(TopologyKind.Grid, 6) { Rows = 2 }));
        Assert.Equal("0-1 0-2 1-2", Describe(new Topology(TopologyKind.Line, 3) { Extra = [new Edge(2, 0), new Edge(1, 0)] }));
    }

    [Fact]
    public void Every_topology_is_connected_and_a_function_of_its_seed()
    {
        for (ulong seed = 1; seed <= 50; seed++)
        {
            foreach (TopologyKind kind in Enum.GetValues<TopologyKind>())
            {
                var topology = new Topology(kind, 2 + (int)(seed * 7 % 60));
                IReadOnlyList<Edge> edges = topology.Edges(seed);
                Assert.Equal(edges, topology.Edges(seed));
                Assert.Equal(edges.Count, edges.Distinct().Count());
                Assert.All(edges, edge => Assert.True(edge.A < edge.B && edge.B < topology.Members));
                Assert.True(IsConnected(topology.Members, edges), $"seed {seed}: {kind} of {topology.Members} is not connected");
            }
        }
    }

    [Fact]
    public void A_random_graph_has_its_mean_degree_and_a_scale_free_one_has_hubs()
    {
        IReadOnlyList<Edge> random = new Topology(TopologyKind.Random, 500) { Degree = 4 }.Edges(7);
        Assert.Equal(1000, random.Count);
        Assert.InRange(LargestDegree(500, random), 8, 24);
        IReadOnlyList<Edge> scaleFree = new Topology(TopologyKind.ScaleFree, 500) { Degree = 4 }.Edges(7);
        Assert.InRange(scaleFree.Count, 950, 1000);
        Assert.InRange(LargestDegree(500, scaleFree), 30, 200);
    }

    private static string Describe(Topology topology) => string.Join(" ", topology.Edges(1));

    private static int LargestDegree(int members, IReadOnlyList<Edge> edges) =>
        Enumerable.Range(0, members).Max(member => edges.Count(edge => edge.A == member || edge.B == member));

    private static bool IsConnected(int members, IReadOnlyList<Edge> edges)
    {
        var reached = new HashSet<int> { 0 };
        for (int before = 0; before < reached.Count;)
        {
            before = reached.Count;
            foreach (Edge edge in edges)
            {
                if (reached.Contains(edge.A) || reached.Contains(edge.B))
                {
                    reached.Add(edge.A);
                    reached.Add(edge.B);
                }
            }
        }

        return reached.Count == members;
    }
}
