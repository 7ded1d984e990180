using Lamina.Core;
using Lamina.Ipc.Unicast.Policies;
using Lamina.Protocols.Routing;
using Lamina.Simulation.Reports;
using Lamina.Simulation.Scenarios;
using Lamina.Simulation.Topologies;

namespace Lamina.Simulation.Tests;

/// <summary>An invariant that never fails proves nothing: each of these runs is broken on purpose.</summary>
public class InvariantTests
{
    private static readonly Scenario Ring = new("ring", new Topology(TopologyKind.Ring, 6))
    {
        Duration = Duration.FromSeconds(20),
        SettleWithin = Duration.FromSeconds(8),
    };

    [Fact]
    public void Routes_that_loop_are_found_and_the_way_is_told()
    {
        PolicyCatalogue policies = PolicyCatalogue.WithBuiltIns();
        policies.Routing.Add(LoopingRouting.PolicyName, new LoopingRouting());
        Violation violation = Assert.Single(new ScenarioRunner(Ring with { Routing = LoopingRouting.PolicyName }, 3) { Policies = policies }.Run().Violations);
        Assert.Equal("routes are loop-free and arrive", violation.Invariant);
        Assert.Contains("a loop", violation.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_takes_too_long_to_settle_is_found()
    {
        ScenarioEvent death = new(Duration.FromSeconds(2), ScenarioEventKind.Die) { Members = [3] };
        Scenario scenario = Ring with { Events = [death], SettleWithin = Duration.FromSeconds(2) };
        RunReport report = new ScenarioRunner(scenario, 3).Run();
        Violation violation = Assert.Single(report.Violations);
        Assert.Equal("everybody has a route to everybody", violation.Invariant);
        Assert.Contains("could reach 4", violation.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_that_throws_is_a_violation_that_says_where()
    {
        PolicyCatalogue policies = PolicyCatalogue.WithBuiltIns();
        policies.Routing.Add(ThrowingRouting.PolicyName, new ThrowingRouting());
        Violation violation = Assert.Single(new ScenarioRunner(Ring with { Routing = ThrowingRouting.PolicyName }, 3) { Policies = policies }.Run().Violations);
        Assert.Equal("no machine throws", violation.Invariant);
        Assert.Contains(nameof(ThrowingRouting), violation.Text, StringComparison.Ordinal);
    }

    /// <summary>Sends what is two hops away to a neighbour that is not on the way: in a ring of six, members throw it back to each other.</summary>
    private sealed class LoopingRouting : IRoutingPolicy
    {
        public const string PolicyName = "looping";

        private readonly LinkStateRouting _right = new();

        public string Name => PolicyName;

        public Route[] Compute(Graph graph, int self, QosCube cube)
        {
            Route[] routes = _right.Compute(graph, self, cube);
            Address[] neighbours = [.. routes.Select(route => route.NextHop).Distinct()];
            for (int i = 0; i < routes.Length && neighbours.Length > 1; i++)
            {
                if (routes[i].Cost == 2)
                {
                    Address right = routes[i].NextHop;
                    routes[i] = routes[i] with { NextHops = new NextHops([neighbours.First(neighbour => neighbour != right)], []) };
                }
            }

            return routes;
        }
    }

    private sealed class ThrowingRouting : IRoutingPolicy
    {
        public const string PolicyName = "throwing";

        public string Name => PolicyName;

        public Route[] Compute(Graph graph, int self, QosCube cube) => throw new InvalidOperationException("broken on purpose");
    }
}
