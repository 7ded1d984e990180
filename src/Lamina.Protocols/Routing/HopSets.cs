namespace Lamina.Protocols.Routing;

/// <summary>
/// Sets of neighbours by number. Many destinations share few sets, and the same two are united again and again: each union is
/// made once.
/// </summary>
internal sealed class HopSets(Graph graph)
{
    /// <summary>The number of the empty set.</summary>
    public const int Empty = 0;

    private readonly List<int[]> _sets = [[]];
    private readonly List<NextHops?> _nextHops = [null];
    private readonly Dictionary<int, int> _singles = [];
    private readonly Dictionary<(int, int), int> _unions = [];

    /// <summary>The set of one neighbour.</summary>
    public int Of(int neighbour)
    {
        if (!_singles.TryGetValue(neighbour, out int set))
        {
            _singles[neighbour] = set = Add([neighbour]);
        }

        return set;
    }

    /// <summary>The set of all that are in either.</summary>
    public int Union(int a, int b)
    {
        if (a == b || b == Empty)
        {
            return a;
        }

        if (a == Empty)
        {
            return b;
        }

        if (!_unions.TryGetValue((a, b), out int set))
        {
            int[] all = [.. _sets[a].Union(_sets[b]).Order()];
            set = all.Length == _sets[a].Length ? a : all.Length == _sets[b].Length ? b : Add(all);
            _unions[(a, b)] = set;
        }

        return set;
    }

    /// <summary>The set as next hops.</summary>
    public NextHops NextHopsOf(int set) =>
        _nextHops[set] ??= new NextHops([.. _sets[set].Select(graph.AddressOf)], []);

    private int Add(int[] members)
    {
        _sets.Add(members);
        _nextHops.Add(null);
        return _sets.Count - 1;
    }
}
