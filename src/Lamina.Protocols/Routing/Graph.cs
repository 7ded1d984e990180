using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>
/// A directed graph of members with weights for each cube: what a routing policy computes on. Members are numbered in the
/// order of their addresses. Holds the links that both ends announce: what one end alone says proves nothing.
/// </summary>
public sealed class Graph
{
    private readonly Address[] _members;
    private readonly int[] _first;
    private readonly int[] _neighbours;
    private readonly ushort[][] _weights = new ushort[LinkWeights.CubeCount][];

    /// <summary>The graph of link states, which are in the order of their addresses.</summary>
    public Graph(ReadOnlySpan<LinkState> states)
    {
        _members = new Address[states.Length];
        _first = new int[states.Length + 1];
        int announced = 0;
        foreach (LinkState state in states)
        {
            announced += state.Links.Length;
        }

        var neighbours = new int[announced];
        var weights = new LinkWeights[announced];
        int count = 0;
        for (int i = 0; i < states.Length; i++)
        {
            _members[i] = states[i].Origin;
            _first[i] = count;
            foreach (Link link in states[i].Links)
            {
                int other = LinkState.PlaceOf(states, link.Neighbour);
                if (other >= 0 && states[other].TryGetLink(states[i].Origin, out LinkWeights back))
                {
                    neighbours[count] = other;
                    weights[count++] = link.Weights.IsSaid ? link.Weights : back.IsSaid ? back : LinkWeights.One;
                }
            }
        }

        _first[states.Length] = count;
        _neighbours = neighbours[..count];
        foreach (QosCube cube in Cubes)
        {
            _weights[(int)cube] = Share(Column(weights.AsSpan(0, count), cube), (int)cube);
        }
    }

    /// <summary>The cubes that weights are given for.</summary>
    public static IReadOnlyList<QosCube> Cubes { get; } = [QosCube.BestEffort, QosCube.Video, QosCube.Voice];

    /// <summary>Members, those without a link included.</summary>
    public int Count => _members.Length;

    /// <summary>The address of a member.</summary>
    public Address AddressOf(int member) => _members[member];

    /// <summary>The number of a member; negative where it is not there.</summary>
    public int IndexOf(Address address) => Array.BinarySearch(_members, address);

    /// <summary>The members that a member has links to, in the order of their numbers.</summary>
    public ReadOnlySpan<int> NeighboursOf(int member) => _neighbours.AsSpan(_first[member], _first[member + 1] - _first[member]);

    /// <summary>What these links cost from the member on, each 1 or more; in the same order.</summary>
    public ReadOnlySpan<ushort> WeightsOf(int member, QosCube cube) =>
        _weights[(int)cube].AsSpan(_first[member], _first[member + 1] - _first[member]);

    /// <summary>The first cube that has the same weights on all links: its routes are the same.</summary>
    public QosCube SameAs(QosCube cube) => (QosCube)Array.FindIndex(_weights, column => ReferenceEquals(column, _weights[(int)cube]));

    private static ushort[] Column(ReadOnlySpan<LinkWeights> weights, QosCube cube)
    {
        var column = new ushort[weights.Length];
        for (int i = 0; i < column.Length; i++)
        {
            column[i] = weights[i][cube];
        }

        return column;
    }

    private ushort[] Share(ushort[] column, int earlier)
    {
        foreach (ushort[] known in _weights.AsSpan(0, earlier))
        {
            if (known.AsSpan().SequenceEqual(column))
            {
                return known;
            }
        }

        return column;
    }
}
