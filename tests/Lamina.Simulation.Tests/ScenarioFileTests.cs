using Lamina.Core;
using Lamina.Simulation.Scenarios;
using Lamina.Simulation.Topologies;

namespace Lamina.Simulation.Tests;

public class ScenarioFileTests
{
    [Fact]
    public void A_whole_scenario_is_read()
    {
        ScenarioParse parse = ScenarioFile.Parse("""
            {
              // A ring that loses a link.
              "name": "mine", "description": "A ring.",
              "topology": { "kind": "scale-free", "members": 8, "degree": 3, "extra": [ { "a": 7, "b": 2 } ] },
              "links": { "latencyMs": 2.5, "loss": 0.01, "bitsPerSecond": 1e6, "burst": { "begin": 0.1, "end": 0.5, "loss": 0.9 } },
              "layers": 2, "directory": "one-hop", "joinSeconds": 3, "settleSeconds": 40, "idleSeconds": 5, "seconds": 60,
              "workload": { "pings": 3, "transfers": 1, "transferBytes": 1000, "pingsEverybody": true },
              "churn": { "deathsPerMinute": 2, "absenceSeconds": 4 },
              "events": [
                { "at": 5, "kind": "cut", "links": [0, 3] },
                { "at": 9.5, "kind": "die", "share": 0.25 },
                { "at": 12, "kind": "change", "profile": { "corruption": 0.1 } },
              ]
            }
            """);
        Assert.Empty(parse.Mistakes);
        Scenario scenario = parse.Scenario!;
        Assert.Equal(("mine", TopologyKind.ScaleFree, 8, 2), (scenario.Name, scenario.Topology.Kind, scenario.Topology.Members, scenario.Layers));
        Assert.Equal(new Edge(7, 2), Assert.Single(scenario.Topology.Extra));
        Assert.Equal((Duration.FromMicroseconds(2500), 1_000_000L, 0.9), (scenario.Links.Latency, scenario.Links.BitsPerSecond, scenario.Links.Burst!.Loss));
        Assert.Equal(("one-hop", "link-state"), (scenario.Directory, scenario.Routing));
        Assert.Equal((3, 1000, true), (scenario.Workload.Pings, scenario.Workload.TransferBytes, scenario.Workload.PingsEverybody));
        Assert.Equal(Duration.FromSeconds(4), scenario.Churn!.Absence);
        Assert.Equal([ScenarioEventKind.Cut, ScenarioEventKind.Die, ScenarioEventKind.Change], scenario.Events.Select(happening => happening.Kind));
        Assert.Equal([0, 3], scenario.Events[0].Links);
        Assert.Equal(0.1, scenario.Events[2].Profile!.Corruption);
        Assert.Equal(4, scenario.WithMembers(4).Topology.Members);
    }

    [Fact]
    public void All_mistakes_are_said_at_once_each_with_its_place()
    {
        ScenarioParse parse = ScenarioFile.Parse("""
            {
              "topology": { "kind": "star", "members": 1 },
              "links": { "loss": 2, "colour": "red", "queueBytes": 10 },
              "layers": 1.5,
              "workload": [],
              "events": [ { "at": -1, "kind": "die" }, 7, { "at": 1, "kind": "cut", "links": [99] } ]
            }
            """);
        Assert.Null(parse.Scenario);
        Assert.Equal(
            [
                "$.events[0].at", "$.events[0].members", "$.events[1]", "$.events[2].links[0]", "$.layers", "$.links.colour", "$.links.loss",
                "$.links.queueBytes", "$.name", "$.topology.kind", "$.topology.members", "$.workload",
            ],
            parse.Mistakes.Select(mistake => mistake.Path).Order(StringComparer.Ordinal));
        Assert.Contains("'star' is none of line, ring, tree, grid, random, scale-free", parse.Mistakes.Single(mistake => mistake.Path == "$.topology.kind").Text, StringComparison.Ordinal);
        Assert.Contains("known here: bitsPerSecond, burst", parse.Mistakes.Single(mistake => mistake.Path == "$.links.colour").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"name\": ", "line 1")]
    [InlineData("[]", "$")]
    public void What_is_no_scenario_at_all_is_said_too(string json, string place)
    {
        Assert.Equal(place, Assert.Single(ScenarioFile.Parse(json).Mistakes).Path);
    }

    [Fact]
    public void Every_scenario_of_the_catalogue_has_a_name_and_a_sentence()
    {
        Assert.Equal(ScenarioCatalogue.All.Count, ScenarioCatalogue.All.Select(entry => entry.Name).Distinct().Count());
        Assert.All(ScenarioCatalogue.All, entry => Assert.EndsWith(".", entry.Sentence, StringComparison.Ordinal));
        Assert.Null(ScenarioCatalogue.Make("no such scenario", 1));
        Assert.Equal(12, ScenarioCatalogue.Make("grid", 1, members: 12)!.Topology.Members);
    }
}
