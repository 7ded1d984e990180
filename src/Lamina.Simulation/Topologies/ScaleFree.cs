using Lamina.Core;

namespace Lamina.Simulation.Topologies;

/// <summary>
/// Who comes links with those who have many links already (preferential attachment, Barabasi and Albert, Science 286, 1999):
/// a member is drawn with a chance in proportion to its links, by drawing an end of a link. The first few know each other.
/// </summary>
internal static class ScaleFree
{
    public static IEnumerable<Edge> Edges(int members, int links, ulong seed)
    {
        var random = new SeededRandom(seed);
        var edges = new List<Edge>();
        var ends = new List<int>();
        for (int i = 1; i < members; i++)
        {
            var chosen = new SortedSet<int>(i <= links ? Enumerable.Range(0, i) : []);
            while (chosen.Count < Math.Min(links, i))
            {
                chosen.Add(ends[random.Next(ends.Count)]);
            }

            foreach (int other in chosen)
            {
                edges.Add(new Edge(other, i));
                ends.Add(other);
                ends.Add(i);
            }
        }

        return edges;
    }
}
