using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Conformance.Policies;

/// <summary>
/// What a routing policy makes of a network, seen from every member. All that the suite knows of the form of routes is here.
/// </summary>
internal sealed class RoutesUnderTest
{
    private readonly Dictionary<Address, Dictionary<Address, (Address[] NextHops, ulong Cost)>> _routes = [];

    /// <param name="policy">The policy.</param>
    /// <param name="network">The network.</param>
    public RoutesUnderTest(IRoutingPolicy policy, RandomGraph network)
    {
        var graph = new Graph([.. network.Members.Select(member => StateOf(member, network))]);
        foreach (Address member in network.Members)
        {
            _routes[member] = policy.Compute(graph, graph.IndexOf(member), QosCube.BestEffort)
                .ToDictionary(route => route.Destination, route => (route.NextHops.Ways.ToArray(), (ulong)route.Cost));
        }
    }

    /// <summary>Where a member has a route to.</summary>
    public IEnumerable<Address> DestinationsOf(Address member) => _routes[member].Keys;

    /// <summary>What may be next on the way.</summary>
    public Address[] NextHops(Address member, Address destination) =>
        _routes[member].TryGetValue(destination, out var route) ? route.NextHops : [];

    /// <summary>What the way is said to cost.</summary>
    public ulong CostOf(Address member, Address destination) => _routes[member][destination].Cost;

    /// <summary>Everything as one text, to compare.</summary>
    public override string ToString() => string.Join('\n',
        from member in _routes.Keys.Order()
        from route in _routes[member].OrderBy(route => route.Key)
        select $"{member} to {route.Key}: {string.Join(',', route.Value.NextHops)} for {route.Value.Cost}");

    private static LinkState StateOf(Address member, RandomGraph network) => new(
        member,
        1,
        [.. network.Edges.Where(edge => edge.From == member).OrderBy(edge => edge.To).Select(edge => new Link(edge.To, new LinkWeights(edge.Cost)))],
        Instant.Never);
}
