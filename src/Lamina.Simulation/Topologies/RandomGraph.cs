using Lamina.Core;

namespace Lamina.Simulation.Topologies;

/// <summary>
/// Connected, links by chance: a tree in which every newcomer links with anybody before it, and then pairs by chance
/// until the mean degree is reached.
/// </summary>
internal static class RandomGraph
{
    public static IEnumerable<Edge> Edges(int members, double degree, ulong seed)
    {
        var random = new SeededRandom(seed);
        var edges = new HashSet<Edge>();
        for (int i = 1; i < members; i++)
        {
            edges.Add(new Edge(random.Next(i), i));
        }

        long wanted = Math.Min((long)Math.Round(members * degree / 2), (long)members * (members - 1) / 2);
        while (edges.Count < wanted)
        {
            int b = 1 + random.Next(members - 1);
            edges.Add(new Edge(random.Next(b), b));
        }

        return edges;
    }
}
