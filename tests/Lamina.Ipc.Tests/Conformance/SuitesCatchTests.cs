using Lamina.Conformance.Policies;
using Lamina.Core;
using Lamina.Ipc.Unicast.Addresses;
using Lamina.Ipc.Unicast.Policies;
using Lamina.Protocols.Routing;

namespace Lamina.Ipc.Tests.Conformance;

/// <summary>The suites say no to policies that are wrong, and name them.</summary>
public sealed class SuitesCatchTests
{
    [Fact]
    public void Routes_that_circle_are_caught() => AssertCaught(
        new RoutingSuiteOf("lowest-neighbour", (neighbours, route) => Over(route, neighbours.Min())),
        suite => suite.Whoever_follows_next_hops_arrives_and_never_circles());

    [Fact]
    public void Routes_that_depend_on_chance_are_caught() => AssertCaught(
        new RoutingSuiteOf("any-neighbour", (neighbours, route) => Over(route, neighbours[Random.Shared.Next(neighbours.Count)])),
        suite => suite.The_same_links_give_the_same_routes_each_time());

    [Fact]
    public void Next_hops_that_are_far_away_are_caught() => AssertCaught(
        new RoutingSuiteOf("at-once", (_, route) => Over(route, route.Destination)),
        suite => suite.Next_hops_are_neighbours());

    [Fact]
    public void Detours_are_caught() => AssertCaught(
        new RoutingSuiteOf("dearer", (_, route) => route with { Cost = route.Cost + 1 }),
        suite => suite.Ways_are_the_cheapest_where_the_policy_promises_it());

    [Fact]
    public void An_address_that_names_nobody_is_caught()
    {
        PolicyCatalogue catalogue = PolicyCatalogue.WithBuiltIns();
        catalogue.Addresses.Add("nobody", new Nobody());
        var suite = new AddressSuiteOf(catalogue);
        var caught = Assert.ThrowsAny<Exception>(suite.Addresses_fit_the_wire_and_name_somebody);
        Assert.Contains("'nobody'", caught.Message, StringComparison.Ordinal);
    }

    private static Route Over(Route route, Address hop) => route with { NextHops = new NextHops([hop], []) };

    private static void AssertCaught(RoutingSuiteOf suite, Action<RoutingSuiteOf> fact)
    {
        var caught = Assert.ThrowsAny<Exception>(() => fact(suite));
        Assert.Contains($"'{suite.Name}'", caught.Message, StringComparison.Ordinal);
    }

    private sealed class Nobody : IAddressPolicy
    {
        public string Name => "nobody";

        public Address Choose(AddressFormat format, IRandomSource random) => Address.None;
    }

    private sealed class AddressSuiteOf(PolicyCatalogue catalogue) : AddressPolicySuite
    {
        protected override PolicyCatalogue Catalogue => catalogue;
    }

    /// <summary>Link state, with every route spoiled.</summary>
    private sealed class Spoiled(string name, Func<IReadOnlyList<Address>, Route, Route> spoil) : IRoutingPolicy
    {
        public string Name => name;

        public Route[] Compute(Graph graph, int self, QosCube cube)
        {
            Address[] neighbours = Array.ConvertAll(graph.NeighboursOf(self).ToArray(), graph.AddressOf);
            return [.. new LinkStateRouting().Compute(graph, self, cube).Select(route => spoil(neighbours, route))];
        }
    }

    private sealed class RoutingSuiteOf : RoutingPolicySuite
    {
        public RoutingSuiteOf(string name, Func<IReadOnlyList<Address>, Route, Route> spoil)
        {
            Name = name;
            Catalogue = PolicyCatalogue.WithBuiltIns();
            Catalogue.Routing.Add(name, new Spoiled(name, spoil));
        }

        public string Name { get; }

        protected override PolicyCatalogue Catalogue { get; }
    }
}
