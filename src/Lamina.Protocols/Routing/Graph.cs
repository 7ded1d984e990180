using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>A directed graph of members with costs: what a routing policy computes on.</summary>
public sealed class Graph
{
    private readonly Dictionary<Address, List<Link>> _edges = [];

    /// <summary>The edges that leave a member.</summary>
    public IReadOnlyList<Link> From(Address member) => _edges.TryGetValue(member, out List<Link>? links) ? links : [];

    /// <summary>Adds an edge; a cost of 0 counts as 1, so that every hop costs something and no path loops.</summary>
    public void Add(Address from, Address to, uint cost)
    {
        if (!_edges.TryGetValue(from, out List<Link>? links))
        {
            _edges[from] = links = [];
        }

        links.Add(new Link(to, Math.Max(1, cost)));
    }
}
