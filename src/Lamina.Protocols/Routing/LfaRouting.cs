using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>
/// The cheapest way to every member, and a loop-free alternate for it where there is one (policy <c>lfa</c>; RFC 5286). Names
/// as in the RFC: S this member, D the destination, E the primary neighbour, N the alternate.
/// </summary>
public sealed class LfaRouting : IRoutingPolicy
{
    /// <summary>The policy's name.</summary>
    public const string PolicyName = "lfa";

    /// <inheritdoc/>
    public string Name => PolicyName;

    /// <inheritdoc/>
    public Route[] Compute(Graph graph, int self, QosCube cube)
    {
        ShortestPaths own = ShortestPaths.From(graph, self, cube);
        int[] hops = own.FirstHops(graph, cube);
        int[] neighbours = graph.NeighboursOf(self).ToArray();
        ShortestPaths[] theirs = [.. neighbours.Select(neighbour => ShortestPaths.From(graph, neighbour, cube))];
        ReadOnlySpan<ushort> weights = graph.WeightsOf(self, cube);
        var shared = new Dictionary<(int Primary, int Alternate), NextHops>();
        var routes = new Route[own.ByDistance.Length - 1];
        int count = 0;
        for (int destination = 0; destination < hops.Length; destination++)
        {
            int primary = hops[destination];
            if (primary < 0)
            {
                continue;
            }

            int alternate = Alternate(self, destination, neighbours, weights, own, theirs, Array.BinarySearch(neighbours, primary));
            if (!shared.TryGetValue((primary, alternate), out NextHops? next))
            {
                shared[(primary, alternate)] = next = new NextHops(
                    [graph.AddressOf(primary)], alternate < 0 ? [] : [graph.AddressOf(alternate)]);
            }

            routes[count++] = new Route(graph.AddressOf(destination), next, own.DistanceTo(destination));
        }

        return routes;
    }

    // The number of the alternate; -1 where no neighbour qualifies.
    private static int Alternate(
        int self, int destination, int[] neighbours, ReadOnlySpan<ushort> weights, ShortestPaths own, ShortestPaths[] theirs, int primary)
    {
        int best = -1;
        (bool PassesPrimary, uint Cost) bestRank = default;
        for (int i = 0; i < neighbours.Length; i++)
        {
            uint distance = theirs[i].DistanceTo(destination);

            // Inequality 1: the alternate's own cheapest way does not lead back through this member.
            bool isLoopFree = distance < theirs[i].DistanceTo(self) + own.DistanceTo(destination);
            if (i == primary || distance == ShortestPaths.Unreachable || !isLoopFree)
            {
                continue;
            }

            // Inequality 3: nor through the primary neighbour, which may be what has failed. Preferred, not demanded.
            bool passesPrimary =
                distance >= theirs[i].DistanceTo(neighbours[primary]) + theirs[primary].DistanceTo(destination);
            (bool, uint) rank = (passesPrimary, weights[i] + distance);
            if (best < 0 || rank.CompareTo(bestRank) < 0)
            {
                (best, bestRank) = (neighbours[i], rank);
            }
        }

        return best;
    }
}
