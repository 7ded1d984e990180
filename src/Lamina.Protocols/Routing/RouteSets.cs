using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>The routes of a member for all cubes. Cubes with the same weights have the same array.</summary>
public sealed class RouteSets
{
    private readonly Route[][] _routes = new Route[LinkWeights.CubeCount][];

    private RouteSets() => _routes.AsSpan().Fill([]);

    /// <summary>No routes.</summary>
    public static RouteSets None { get; } = new();

    /// <summary>The routes for a cube, by destination.</summary>
    public Route[] this[QosCube cube] => _routes[(int)cube];

    /// <summary>Computes them.</summary>
    public static RouteSets Compute(IRoutingPolicy policy, Graph graph, Address self)
    {
        var sets = new RouteSets();
        int index = graph.IndexOf(self);
        foreach (QosCube cube in Graph.Cubes)
        {
            QosCube same = graph.SameAs(cube);
            sets._routes[(int)cube] = same == cube ? policy.Compute(graph, index, cube) : sets._routes[(int)same];
        }

        return sets;
    }

    /// <summary>The first cube that has the same routes.</summary>
    public QosCube SameAs(QosCube cube) => (QosCube)Array.FindIndex(_routes, routes => ReferenceEquals(routes, _routes[(int)cube]));
}
