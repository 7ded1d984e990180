using Lamina.Core;
using Lamina.Protocols.Routing;

namespace CustomPolicies;

/// <summary>The way over the fewest links, whatever they cost; of several, the one whose first hop has the lowest address.</summary>
public sealed class FewestHops : IRoutingPolicy
{
    public const string PolicyName = "fewest-hops";

    public string Name => PolicyName;

    // Breadth first, from the neighbours in the order of their addresses: whoever is met first is met over the fewest links,
    // and over the lowest of the first hops that come as far.
    public Route[] Compute(Graph graph, int self, QosCube cube)
    {
        var ways = new SortedDictionary<int, Route>();
        var met = new Queue<int>();
        Visit(self, null, 0);
        while (met.TryDequeue(out int member))
        {
            Visit(member, ways[member].NextHops, ways[member].Cost);
        }

        return [.. ways.Values];

        void Visit(int member, NextHops? firstHop, uint hops)
        {
            foreach (int neighbour in graph.NeighboursOf(member))
            {
                if (neighbour != self && !ways.ContainsKey(neighbour))
                {
                    Address address = graph.AddressOf(neighbour);
                    ways[neighbour] = new Route(address, firstHop ?? new NextHops([address], []), hops + 1);
                    met.Enqueue(neighbour);
                }
            }
        }
    }
}
