using System.Text.Json.Nodes;
using Lamina.Cli.Tests.Programs;

namespace Lamina.Cli.Tests.Security;

/// <summary>Rules for a name between two hosts, by commands alone, over a layer that is secure as it comes.</summary>
public sealed class RuledNameTests
{
    [Fact]
    public async Task The_owner_of_a_name_decides_which_node_has_flows_to_it()
    {
        await using SecureStacks stacks = await SecureStacks.StartAsync();
        await stacks.JoinAsync();
        await using RealServer server = await stacks.Daemon.ServeAsync("echo --listen --name guarded --stack a");
        await stacks.DoAsync("a", "register guarded --layer net");
        string b = await NodeIdAsync(stacks, "b");
        await stacks.DoAsync("a", $"name allow guarded --peer {b}");
        Assert.Contains("hello", await stacks.DoAsync("b", "echo guarded hello"));

        // A program of the host itself is another node, and not allowed.
        Assert.Equal(ExitCode.Denied, (await stacks.TryAsync("a", "echo guarded hello")).Code);
        await stacks.DoAsync("a", $"name allow guarded --peer {await NodeIdAsync(stacks, "a")}");
        Assert.Contains("hello", await stacks.DoAsync("a", "echo guarded hello"));

        await stacks.DoAsync("a", $"name retract guarded --peer {b}");
        (int code, _, string error) = await stacks.TryAsync("b", "echo guarded hello");
        Assert.Equal(ExitCode.Denied, code);
        Assert.Contains("not allowed by the rules of the name at whoever serves it", error, StringComparison.Ordinal);
        (code, string verdict, _) = await stacks.TryAsync("a", $"name would guarded --peer {b}");
        Assert.Equal((ExitCode.Denied, "denied, no rule matches, and only those may whom a rule allows\n"), (code, verdict));
    }

    [Fact]
    public async Task A_flow_list_says_who_is_at_the_other_end()
    {
        await using SecureStacks stacks = await SecureStacks.StartAsync();
        await stacks.JoinAsync();
        await using RealServer server = await stacks.Daemon.ServeAsync("ping --listen --name oping --stack a");
        await stacks.DoAsync("a", "register oping --layer net");
        using CancellationTokenSource stop = new();
        Task<(int Code, string Output, string Error)> client = stacks.Daemon.RunAsync("ping oping -i 0.05 --stack b", stop.Token);
        JsonNode? flow = null;
        while (flow is null && !client.IsCompleted)
        {
            JsonArray flows = JsonNode.Parse(await stacks.DoAsync("a", "flow list --json"))!["flows"]!.AsArray();
            flow = flows.FirstOrDefault(one => (string?)one!["name"] == "oping");
        }

        Assert.NotNull(flow);
        Assert.Equal(await NodeIdAsync(stacks, "b"), (string?)flow["peer"]);
        Assert.Equal(Environment.UserName, (string?)flow["account"]);
        await stop.CancelAsync();
        await client;
    }

    private static async Task<string> NodeIdAsync(SecureStacks stacks, string stack) =>
        (string)JsonNode.Parse(await stacks.DoAsync(stack, "status --json"))!["stacks"]![0]!["state"]!["nodeId"]!;
}
