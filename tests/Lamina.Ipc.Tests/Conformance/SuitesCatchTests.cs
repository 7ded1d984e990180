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
        new RoutingSuiteOf("lowest-neighbour", (graph, _, route) => route with { NextHop = graph.Min(link => link.Neighbour) }),
        suite => suite.Whoever_follows_next_hops_arrives_and_never_circles());

    [Fact]
    public void Routes_that_depend_on_the_order_of_links_are_caught() => AssertCaught(
        new RoutingSuiteOf("first-link", (graph, _, route) => route with { NextHop = graph[0].Neighbour }),
        suite => suite.The_same_links_give_the_same_routes_in_whatever_order_they_came());

    [Fact]
    public void Next_hops_that_are_far_away_are_caught() => AssertCaught(
        new RoutingSuiteOf("at-once", (_, _, route) => route with { NextHop = route.Destination }),
        suite => suite.Next_hops_are_neighbours());

    [Fact]
    public void Detours_are_caught() => AssertCaught(
        new RoutingSuiteOf("dearer", (_, _, route) => route with { Cost = route.Cost + 1 }),
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
    private sealed class Spoiled(string name, Func<IReadOnlyList<Link>, Address, Route, Route> spoil) : IRoutingPolicy
    {
        public string Name => name;

        public Route[] Compute(Graph graph, Address self) =>
            [.. ShortestPaths.From(graph, self).Select(route => spoil(graph.From(self), self, route))];
    }

    private sealed class RoutingSuiteOf : RoutingPolicySuite
    {
        public RoutingSuiteOf(string name, Func<IReadOnlyList<Link>, Address, Route, Route> spoil)
        {
            Name = name;
            Catalogue = PolicyCatalogue.WithBuiltIns();
            Catalogue.Routing.Add(name, new Spoiled(name, spoil));
        }

        public string Name { get; }

        protected override PolicyCatalogue Catalogue { get; }
    }
}
