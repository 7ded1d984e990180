using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>The cheapest way to every member (policy <c>link-state</c>).</summary>
public sealed class LinkStateRouting : IRoutingPolicy
{
    /// <summary>The policy's name.</summary>
    public const string PolicyName = "link-state";

    /// <inheritdoc/>
    public string Name => PolicyName;

    /// <inheritdoc/>
    public Route[] Compute(Graph graph, int self, QosCube cube)
    {
        ShortestPaths paths = ShortestPaths.From(graph, self, cube);
        int[] hops = paths.FirstHops(graph, cube);
        var shared = new Dictionary<int, NextHops>();
        var routes = new Route[paths.ByDistance.Length - 1];
        int count = 0;
        for (int member = 0; member < hops.Length; member++)
        {
            int hop = hops[member];
            if (hop < 0)
            {
                continue;
            }

            if (!shared.TryGetValue(hop, out NextHops? next))
            {
                shared[hop] = next = new NextHops([graph.AddressOf(hop)], []);
            }

            routes[count++] = new Route(graph.AddressOf(member), next, paths.DistanceTo(member));
        }

        return routes;
    }
}
