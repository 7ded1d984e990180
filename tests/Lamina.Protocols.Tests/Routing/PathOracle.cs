using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Protocols.Tests.Routing;

/// <summary>All distances of a graph by the algorithm of Floyd and Warshall: slow, and too short to be wrong.</summary>
internal sealed class PathOracle
{
    private const long Far = 1L << 40;

    private readonly long[,] _weights;
    private readonly long[,] _distances;
    private readonly int _size;

    public PathOracle(LinkState[] states, QosCube cube)
    {
        _size = states.Length;
        _weights = new long[_size, _size];
        for (int a = 0; a < _size; a++)
        {
            for (int b = 0; b < _size; b++)
            {
                _weights[a, b] = WeightOf(states[a], states[b], cube);
            }
        }

        _distances = (long[,])_weights.Clone();
        for (int k = 0; k < _size; k++)
        {
            for (int a = 0; a < _size; a++)
            {
                for (int b = 0; b < _size; b++)
                {
                    _distances[a, b] = Math.Min(_distances[a, b], _distances[a, k] + _distances[k, b]);
                }
            }
        }
    }

    public long Distance(int a, int b) => _distances[a, b];

    public long Weight(int a, int b) => _weights[a, b];

    public bool Reaches(int a, int b) => _distances[a, b] < Far;

    public IEnumerable<int> Neighbours(int a) => Enumerable.Range(0, _size).Where(b => b != a && _weights[a, b] < Far);

    /// <summary>The neighbours that begin a cheapest way, the lowest first.</summary>
    public int[] FirstHops(int a, int b) => [.. Neighbours(a).Where(hop => _weights[a, hop] + _distances[hop, b] == _distances[a, b])];

    /// <summary>True where a cheapest way from a to b passes a member.</summary>
    public bool IsBetween(int a, int member, int b) => _distances[a, member] + _distances[member, b] == _distances[a, b];

    private static long WeightOf(LinkState from, LinkState to, QosCube cube)
    {
        if (from == to)
        {
            return 0;
        }

        if (!from.TryGetLink(to.Origin, out LinkWeights said) || !to.TryGetLink(from.Origin, out LinkWeights answered))
        {
            return Far;
        }

        return said.IsSaid ? said[cube] : answered.IsSaid ? answered[cube] : 1;
    }
}
