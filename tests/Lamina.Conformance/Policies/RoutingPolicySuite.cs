using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Conformance.Policies;

/// <summary>
/// What every routing policy owes a layer whose members all know the same links: packets get to whom they can, and never
/// circle. Not: what happens while members know different links.
/// </summary>
public abstract class RoutingPolicySuite : PolicySuite
{
    private const ulong Graphs = 200;

    [Fact]
    public void Its_name_is_the_one_that_it_is_registered_by() =>
        ForEach(Catalogue.Routing, (name, policy) => Assert.Equal(name, policy.Name));

    [Fact]
    public void Every_member_that_can_be_reached_has_a_route_and_no_other() => OnGraphs((network, routes, _) =>
    {
        Dictionary<(Address From, Address To), ulong> distances = network.Distances();
        foreach (Address member in network.Members)
        {
            Assert.Equal(
                distances.Keys.Where(pair => pair.From == member).Select(pair => pair.To).Order(),
                routes.DestinationsOf(member).Order());
        }
    });

    [Fact]
    public void Next_hops_are_neighbours() => OnGraphs((network, routes, _) =>
    {
        HashSet<(Address From, Address To)> links = [.. network.Edges.Select(edge => (edge.From, edge.To))];
        foreach (Address member in network.Members)
        {
            foreach (Address destination in routes.DestinationsOf(member))
            {
                Assert.NotEmpty(routes.NextHops(member, destination));
                Assert.All(routes.NextHops(member, destination), hop => Assert.Contains((member, hop), links));
            }
        }
    });

    [Fact]
    public void Whoever_follows_next_hops_arrives_and_never_circles() => OnGraphs((network, routes, _) =>
    {
        foreach (Address destination in network.Members)
        {
            foreach (Address member in network.Members.Where(member => routes.DestinationsOf(member).Contains(destination)))
            {
                Follow(routes, member, destination, []);
            }
        }
    });

    [Fact]
    public void The_same_links_give_the_same_routes_each_time() => OnGraphs((network, routes, policy) =>
        Assert.Equal(routes.ToString(), new RoutesUnderTest(policy, network).ToString()));

    [Fact]
    public void Ways_are_the_cheapest_where_the_policy_promises_it() => OnGraphs((network, routes, policy) =>
    {
        if (!IsCheapest(policy.Name))
        {
            return;
        }

        foreach (((Address from, Address to), ulong distance) in network.Distances())
        {
            Assert.Equal(distance, routes.CostOf(from, to));
            Assert.All(routes.NextHops(from, to), hop =>
            {
                ulong rest = hop == to ? 0 : routes.CostOf(hop, to);
                Assert.Equal(distance, rest + network.Edges.First(edge => edge.From == from && edge.To == hop).Cost);
            });
        }
    });

    /// <summary>True where the policy of that name takes the cheapest ways; the default.</summary>
    protected virtual bool IsCheapest(string policy) => true;

    private static void Follow(RoutesUnderTest routes, Address member, Address destination, Address[] before)
    {
        if (member == destination)
        {
            return;
        }

        Assert.DoesNotContain(member, before);
        Address[] hops = routes.NextHops(member, destination);
        Assert.True(hops.Length > 0, $"at {member} the way to {destination} ends");
        foreach (Address hop in hops)
        {
            Follow(routes, hop, destination, [.. before, member]);
        }
    }

    private void OnGraphs(Action<RandomGraph, RoutesUnderTest, IRoutingPolicy> fact) => ForEach(Catalogue.Routing, (_, policy) =>
    {
        for (ulong seed = 1; seed <= Graphs; seed++)
        {
            try
            {
                var network = new RandomGraph(seed);
                fact(network, new RoutesUnderTest(policy, network), policy);
            }
            catch (Exception failure)
            {
                throw new Xunit.Sdk.XunitException($"graph {seed}: {failure.Message}", failure);
            }
        }
    });
}
