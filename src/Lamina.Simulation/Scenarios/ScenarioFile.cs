using System.Text.Json;
using Lamina.Core;
using Lamina.Ipc.Udp.Impairment;
using Lamina.Simulation.Links;
using Lamina.Simulation.Topologies;

namespace Lamina.Simulation.Scenarios;

/// <summary>Scenarios from JSON. Times are numbers whose unit is in the property's name; comments and trailing commas are allowed.</summary>
public static class ScenarioFile
{
    private const double LongestRun = 86_400;

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads a scenario, or finds all mistakes.</summary>
    public static ScenarioParse Parse(string json)
    {
        var mistakes = new List<ScenarioMistake>();
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return new ScenarioParse(null, [new ScenarioMistake("$", "a scenario is an object: { \"name\": ... }")]);
            }

            Scenario scenario = ReadScenario(new ObjectReader(document.RootElement, "$", mistakes));
            return new ScenarioParse(mistakes.Count == 0 ? scenario : null, mistakes);
        }
        catch (JsonException failure)
        {
            return new ScenarioParse(null, [new ScenarioMistake($"line {failure.LineNumber + 1}", failure.Message)]);
        }
    }

    private static Scenario ReadScenario(ObjectReader reader)
    {
        string name = reader.Required("name");
        Topology topology = ReadTopology(reader);
        var absent = new Scenario(name, topology);
        Scenario scenario = absent with
        {
            Description = reader.Text("description", ""),
            Links = reader.Object("links") is { } links ? ReadProfile(links) : absent.Links,
            Layers = reader.Integer("layers", 1, 8, absent.Layers),
            Routing = reader.Text("routing", absent.Routing),
            Directory = reader.Text("directory", absent.Directory),
            JoinTime = reader.Seconds("joinSeconds", 0, LongestRun, absent.JoinTime),
            SettleWithin = reader.Seconds("settleSeconds", 1, LongestRun, absent.SettleWithin),
            IdleTime = reader.Seconds("idleSeconds", 0, LongestRun, absent.IdleTime),
            Workload = reader.Object("workload") is { } workload ? ReadWorkload(workload) : absent.Workload,
            Churn = reader.Object("churn") is { } churn ? ReadChurn(churn) : null,
            Duration = reader.Seconds("seconds", 0, LongestRun, absent.Duration),
        };
        int linkCount = topology.Members is >= 2 and <= 2000 ? topology.Edges(0).Count : 0;
        scenario = scenario with
        {
            Events = [.. reader.Objects("events").Select(happening => ReadEvent(happening, topology.Members, linkCount, scenario.Layers))],
        };
        reader.Finish();
        return scenario;
    }

    private static Topology ReadTopology(ObjectReader parent)
    {
        var absent = new Topology(TopologyKind.Ring, 2);
        if (parent.Object("topology") is not { } reader)
        {
            parent.Note("topology", "is missing: { \"kind\": \"ring\", \"members\": 8 }");
            return absent;
        }

        int members = reader.Integer("members", 2, 2000, 8);
        int rows = reader.Integer("rows", 1, members, Math.Max(1, (int)Math.Sqrt(members)));
        var topology = new Topology(reader.Choice("kind", absent.Kind, isRequired: true), members)
        {
            Degree = reader.Number("degree", 2, members, Math.Min(members, absent.Degree)),
            Rows = rows,
            Extra = [.. reader.Objects("extra").Select(edge => ReadEdge(edge, members))],
        };
        reader.Finish();
        return topology;
    }

    private static Edge ReadEdge(ObjectReader reader, int members)
    {
        var edge = new Edge(reader.Integer("a", 0, members - 1, 0), reader.Integer("b", 0, members - 1, 1));
        if (edge.A == edge.B)
        {
            reader.Note("b", "a link has two different ends");
        }

        reader.Finish();
        return edge;
    }

    private static LinkProfile ReadProfile(ObjectReader reader)
    {
        var absent = new LinkProfile();
        var profile = new LinkProfile
        {
            Latency = reader.Milliseconds("latencyMs", 0, 10_000, absent.Latency),
            Jitter = reader.Milliseconds("jitterMs", 0, 10_000, absent.Jitter),
            Loss = reader.Number("loss", 0, 1, absent.Loss),
            Burst = reader.Object("burst") is { } burst ? ReadBurst(burst) : null,
            Duplication = reader.Number("duplication", 0, 1, absent.Duplication),
            Reordering = reader.Number("reordering", 0, 1, absent.Reordering),
            Corruption = reader.Number("corruption", 0, 1, absent.Corruption),
            Cut = reader.Number("cut", 0, 1, absent.Cut),
            Merge = reader.Number("merge", 0, 1, absent.Merge),
            BitsPerSecond = (long)reader.Number("bitsPerSecond", 0, 1e12, absent.BitsPerSecond),
            QueueBytes = reader.Integer("queueBytes", 1500, int.MaxValue, absent.QueueBytes),
        };
        reader.Finish();
        return profile;
    }

    private static BurstLoss ReadBurst(ObjectReader reader)
    {
        var burst = new BurstLoss(reader.Number("begin", 0, 1, 0.01), reader.Number("end", 0, 1, 0.2), reader.Number("loss", 0, 1, 1));
        reader.Finish();
        return burst;
    }

    private static Workload ReadWorkload(ObjectReader reader)
    {
        var absent = new Workload();
        var workload = new Workload
        {
            Pings = reader.Integer("pings", 0, 1_000_000, absent.Pings),
            Transfers = reader.Integer("transfers", 0, 100_000, absent.Transfers),
            TransferBytes = reader.Integer("transferBytes", 1, int.MaxValue, absent.TransferBytes),
            BothWays = reader.Flag("bothWays", absent.BothWays),
            PingsEverybody = reader.Flag("pingsEverybody", absent.PingsEverybody),
            Rest = reader.Seconds("restSeconds", 0, LongestRun, absent.Rest),
        };
        reader.Finish();
        return workload;
    }

    private static Churn ReadChurn(ObjectReader reader)
    {
        var churn = new Churn(
            reader.Number("deathsPerMinute", 0.001, 10_000, 6),
            reader.Seconds("absenceSeconds", 0.001, LongestRun, Duration.FromSeconds(10)));
        reader.Finish();
        return churn;
    }

    private static ScenarioEvent ReadEvent(ObjectReader reader, int members, int links, int layers)
    {
        Duration at = reader.Seconds("at", 0, LongestRun, Duration.Zero);
        ScenarioEventKind kind = reader.Choice("kind", ScenarioEventKind.Heal, isRequired: true);
        var happening = new ScenarioEvent(at, kind)
        {
            Members = reader.Integers("members", 0, members - 1),
            Links = reader.Integers("links", 0, links - 1),
            Layer = reader.Integer("layer", 0, layers - 1, 0),
            Share = reader.Number("share", 0, 1, 0),
            Profile = reader.Object("profile") is { } profile ? ReadProfile(profile) : null,
        };
        if (kind is ScenarioEventKind.Die or ScenarioEventKind.Partition or ScenarioEventKind.Restart && happening.Members.Count == 0 && happening.Share == 0)
        {
            reader.Note("members", $"'{ObjectReader.NameOf(kind)}' needs members or a share");
        }

        reader.Finish();
        return happening;
    }
}
