using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>All neighbours that begin a cheapest way to a member (policy <c>ecmp</c>).</summary>
public sealed class EcmpRouting : IRoutingPolicy
{
    /// <summary>The policy's name.</summary>
    public const string PolicyName = "ecmp";

    /// <inheritdoc/>
    public string Name => PolicyName;

    /// <inheritdoc/>
    public Route[] Compute(Graph graph, int self, QosCube cube)
    {
        ShortestPaths paths = ShortestPaths.From(graph, self, cube);
        var sets = new HopSets(graph);
        int[] hops = FirstHops(graph, paths, sets, cube);
        var routes = new Route[paths.ByDistance.Length - 1];
        int count = 0;
        for (int member = 0; member < hops.Length; member++)
        {
            if (hops[member] != HopSets.Empty)
            {
                routes[count++] = new Route(graph.AddressOf(member), sets.NextHopsOf(hops[member]), paths.DistanceTo(member));
            }
        }

        return routes;
    }

    private static int[] FirstHops(Graph graph, ShortestPaths paths, HopSets sets, QosCube cube)
    {
        var hops = new int[graph.Count];
        int source = paths.ByDistance[0];
        foreach (int member in paths.ByDistance)
        {
            // Links cost 1 or more: whoever lies before a member on a cheapest path is nearer, so its own set is final.
            ReadOnlySpan<int> neighbours = graph.NeighboursOf(member);
            ReadOnlySpan<ushort> weights = graph.WeightsOf(member, cube);
            for (int i = 0; i < neighbours.Length; i++)
            {
                int next = neighbours[i];
                if (paths.DistanceTo(member) + weights[i] == paths.DistanceTo(next))
                {
                    hops[next] = sets.Union(hops[next], member == source ? sets.Of(next) : hops[member]);
                }
            }
        }

        return hops;
    }
}
