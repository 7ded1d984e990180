using Lamina.Simulation.Links;

namespace Lamina.Simulation.Networks;

/// <summary>A link of the network, and which of its ends connects over it in each layer: who joined later.</summary>
/// <param name="index">Its number.</param>
/// <param name="a">One end.</param>
/// <param name="b">The other end.</param>
/// <param name="link">The link itself.</param>
/// <param name="layers">Layers of the network.</param>
public sealed class StationLink(int index, Station a, Station b, SimulatedLink link, int layers)
{
    private readonly Station?[] _connectors = new Station?[layers];

    /// <summary>Its number.</summary>
    public int Index { get; } = index;

    /// <summary>One end.</summary>
    public Station A { get; } = a;

    /// <summary>The other end.</summary>
    public Station B { get; } = b;

    /// <summary>The link itself.</summary>
    public SimulatedLink Link { get; } = link;

    /// <summary>True where packets pass and both ends live.</summary>
    public bool IsWhole => !Link.IsCut && A.IsAlive && B.IsAlive;

    /// <summary>The end that is not this one.</summary>
    public Station Other(Station station) => station == A ? B : A;

    internal bool TryClaim(int layer, Station station)
    {
        bool isFree = _connectors[layer] is null;
        _connectors[layer] ??= station;
        return isFree;
    }

    internal void Release(Station station)
    {
        for (int i = 0; i < _connectors.Length; i++)
        {
            _connectors[i] = _connectors[i] == station ? null : _connectors[i];
        }
    }
}
