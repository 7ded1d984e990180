using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Micro;

/// <summary>Routes that are given, and not computed.</summary>
internal sealed class GivenRoutes(Route[] routes) : IRoutingPolicy
{
    public string Name => "given";

    public Route[] Compute(Graph graph, int self, QosCube cube) => routes;
}
