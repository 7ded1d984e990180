using Lamina.Core;

namespace Lamina.Conformance.Policies;

/// <summary>A random network: links with a cost each way, not always connected.</summary>
internal sealed class RandomGraph
{
    private readonly List<(Address From, Address To, uint Cost)> _edges = [];

    public RandomGraph(ulong seed)
    {
        var random = new SeededRandom(seed);
        int size = 2 + random.Next(14);
        Members = [.. Enumerable.Range(1, size).Select(i => new Address((ulong)(i * 10) + (ulong)random.Next(10)))];
        int links = random.Next(size * 3);
        var linked = new HashSet<(int, int)>();
        for (int i = 0; i < links; i++)
        {
            int a = random.Next(size);
            int b = random.Next(size);
            if (a < b && linked.Add((a, b)))
            {
                _edges.Add((Members[a], Members[b], 1 + (uint)random.Next(9)));
                _edges.Add((Members[b], Members[a], 1 + (uint)random.Next(9)));
            }
        }
    }

    public Address[] Members { get; }

    public IReadOnlyList<(Address From, Address To, uint Cost)> Edges => _edges;

    /// <summary>The cheapest costs from every member to every other that it reaches (Floyd and Warshall).</summary>
    public Dictionary<(Address From, Address To), ulong> Distances()
    {
        var distances = new Dictionary<(Address From, Address To), ulong>();
        foreach ((Address from, Address to, uint cost) in _edges)
        {
            distances[(from, to)] = cost;
        }

        foreach (Address via in Members)
        {
            foreach (Address from in Members)
            {
                foreach (Address to in Members)
                {
                    if (from != to && distances.TryGetValue((from, via), out ulong first) && distances.TryGetValue((via, to), out ulong second))
                    {
                        distances[(from, to)] = Math.Min(distances.GetValueOrDefault((from, to), ulong.MaxValue), first + second);
                    }
                }
            }
        }

        return distances;
    }
}
