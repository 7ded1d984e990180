using Lamina.Core;
using Lamina.Protocols.Routing;

namespace CustomPolicies;

/// <summary>The way over the fewest links, whatever they cost; of several, the one whose first hop has the lowest address.</summary>
public sealed class FewestHops : IRoutingPolicy
{
    public const string PolicyName = "fewest-hops";

    public string Name => PolicyName;

    // Breadth first. Members are visited by (hops, first hop), so the order in which links were told does not matter: every
    // member must come to the same routes, or packets circle.
    public Route[] Compute(Graph graph, Address self)
    {
        var routes = new SortedDictionary<Address, Route>();
        var open = new PriorityQueue<Route, (ulong Hops, Address FirstHop, Address Member)>();
        Visit(new Route(self, Address.None, 0));
        while (open.TryDequeue(out Route route, out _))
        {
            if (route.Destination != self && routes.TryAdd(route.Destination, route))
            {
                Visit(route);
            }
        }

        return [.. routes.Values];

        void Visit(Route way)
        {
            foreach (Link link in graph.From(way.Destination))
            {
                Address firstHop = way.Destination == self ? link.Neighbour : way.NextHop;
                var next = new Route(link.Neighbour, firstHop, way.Cost + 1);
                open.Enqueue(next, (next.Cost, firstHop, next.Destination));
            }
        }
    }
}
