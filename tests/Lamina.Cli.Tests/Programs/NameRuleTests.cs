using System.Text.Json.Nodes;

namespace Lamina.Cli.Tests.Programs;

/// <summary>Rules and reservations with a real daemon and attached programs.</summary>
public sealed class NameRuleTests : IAsyncLifetime
{
    private static readonly string Node = new('3', 64);
    private RealDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = await RealDaemon.StartAsync();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task A_rule_refuses_what_would_says_that_it_refuses()
    {
        await using RealServer server = await _daemon.ServeAsync("ping --listen --name oping");
        Assert.Contains("1 received", await _daemon.MustAsync("ping oping -c 1"));
        Assert.Equal("allowed, there are no rules, so every member may\n", await _daemon.MustAsync("name would oping --peer members"));

        await _daemon.MustAsync($"name allow oping --peer {Node}");
        Assert.Equal($"allowed, by rule 1: allow {Node}\n", await _daemon.MustAsync($"name would oping --peer {Node}"));
        (int code, string output, _) = await _daemon.RunAsync("name would oping --peer members");
        Assert.Equal((ExitCode.Denied, "denied, no rule matches, and only those may whom a rule allows\n"), (code, output));
        (code, output, _) = await _daemon.RunAsync("name would oping --peer anyone --json");
        Assert.Equal(ExitCode.Denied, code);
        Assert.Equal(("lamina.verdict/1", 1), ((string?)JsonNode.Parse(output)!["schema"], (int?)JsonNode.Parse(output)!["rule"]));

        (code, _, string error) = await _daemon.RunAsync("ping oping -c 1");
        Assert.Equal(ExitCode.Denied, code);
        Assert.Contains("the rules of the name", error, StringComparison.Ordinal);
        Assert.Contains("lamina name would oping --peer", error, StringComparison.Ordinal);

        await _daemon.MustAsync("name allow oping --peer members --at 1", ExitCode.Usage, "would never be reached any more");
        await _daemon.MustAsync("name allow oping --peer members");
        Assert.Contains("1 received", await _daemon.MustAsync("ping oping -c 1"));
        await _daemon.MustAsync("name deny oping --peer anyone", ExitCode.Usage, "rule 2 (allow members) comes before it");
        await _daemon.MustAsync("name retract oping --all");
        await _daemon.MustAsync("name retract oping --all", ExitCode.NotFound, "has no rules");
    }

    [Fact]
    public async Task Rules_are_listed_with_who_comes_last_and_for_whom_the_name_is_reserved()
    {
        await _daemon.MustAsync($"name deny oping --peer {Node}");
        await _daemon.MustAsync("name reserve oping --user daemon --group root");
        string[] lines = (await _daemon.MustAsync("name rules oping")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [
                "name rule flows peer",
                $"oping 1 deny {Node}",
                "oping - allow other members",
                "oping - reserved for daemon, the group root",
            ],
            lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        JsonNode list = JsonNode.Parse(await _daemon.MustAsync("name rules --json"))!;
        Assert.Equal("lamina.rules/1", (string?)list["schema"]);
        Assert.Equal("daemon", (string?)list["names"]![0]!["users"]![0]);
        await _daemon.MustAsync("name release oping");
        await _daemon.MustAsync("name retract oping --peer members", ExitCode.NotFound, "no rule about members");
        await _daemon.MustAsync($"name retract oping --peer {Node}");
        Assert.Empty(JsonNode.Parse(await _daemon.MustAsync("name rules --json"))!["names"]!.AsArray());
        Assert.Contains("members", await _daemon.MustAsync("name rules other"));
    }

    [Fact]
    public async Task Words_that_mean_nobody_are_refused()
    {
        await _daemon.MustAsync("name allow oping --peer 3f2a3f2a3f2a3f2a", ExitCode.Usage, "a whole node id (64 hexadecimal digits)");
        await _daemon.MustAsync("name reserve oping --user no-such-user", ExitCode.NotFound, "no user 'no-such-user'");
        await _daemon.MustAsync("name retract oping", ExitCode.Usage, "--peer PEER, or --all");
        await _daemon.MustAsync("name reserve oping", ExitCode.Usage, "--user USER or --group GROUP");
    }

    [Fact]
    public async Task A_flow_says_whose_program_has_it()
    {
        await using RealServer server = await _daemon.ServeAsync("ping --listen --name oping");
        using CancellationTokenSource stop = new();
        Task<(int Code, string Output, string Error)> client = _daemon.RunAsync("ping oping -i 0.01", stop.Token);
        JsonArray flows;
        do
        {
            flows = JsonNode.Parse(await _daemon.MustAsync("flow list --json"))!["flows"]!.AsArray();
        }
        while (flows.Count == 0 && !client.IsCompleted);

        JsonNode flow = Assert.Single(flows)!;
        Assert.Equal(Environment.UserName, (string?)flow["account"]);
        Assert.Equal(Environment.ProcessPath, (string?)flow["program"]);
        Assert.Null(flow["peer"]);
        await stop.CancelAsync();
        await client;
    }
}
