using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>The cheapest way to every member (policy <c>link-state</c>).</summary>
public sealed class LinkStateRouting : IRoutingPolicy
{
    /// <summary>The policy's name.</summary>
    public const string PolicyName = "link-state";

    /// <inheritdoc/>
    public string Name => PolicyName;

    /// <inheritdoc/>
    public Route[] Compute(Graph graph, Address self) => ShortestPaths.From(graph, self);
}
