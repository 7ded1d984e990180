using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>How a member finds its ways through the layer. Pure: the same graph gives the same routes at every member.</summary>
public interface IRoutingPolicy
{
    /// <summary>Its name, as a layer's parameters carry it.</summary>
    string Name { get; }

    /// <summary>
    /// The routes from one member to all that it can reach, in the order of their numbers, itself not among them. Next hops
    /// are neighbours of the member. Called once for all cubes that have the same weights.
    /// </summary>
    Route[] Compute(Graph graph, int self, QosCube cube);
}
