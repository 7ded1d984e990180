using System.Text.Json.Nodes;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests;

/// <summary>Two hosts, one of whose ports is made worse on purpose: what programs see of it.</summary>
public sealed class ImpairmentTests : IDisposable
{
    private readonly Namespaces _namespaces = new();
    private readonly List<Host> _hosts = [];

    [Fact]
    public async Task A_way_that_reorders_has_the_outcome_that_was_asked_for_and_losses_come_and_go_while_it_runs()
    {
        Namespaces.Require();
        (Host a, Host b) = await StartAsync();

        // Every tenth packet is up to 40 ms late at a pace of one in 5 ms, each way.
        await a.SetUpAsync("ipcp impair udp.a delay=5ms,reorder=10%/40ms,seed=1");
        JsonNode raw = await PingAsync(a, "raw");
        Assert.Equal(0, Missing(raw));
        Assert.True((int)raw["outOfOrder"]! > 0, raw.ToJsonString());
        JsonNode voice = await PingAsync(a, "voice");
        Assert.Equal(0, (int)voice["outOfOrder"]!);
        Assert.True(Missing(voice) > 0, voice.ToJsonString());
        JsonNode data = await PingAsync(a, "data");
        Assert.Equal((0, 0), (Missing(data), (int)data["outOfOrder"]!));

        await a.SetUpAsync("ipcp impair udp.a loss=20%,seed=1");
        Assert.True(Missing(await PingAsync(a, "raw")) > 0);
        Assert.Equal(0, Missing(await PingAsync(a, "data")));
        Assert.Contains("udp.a is impaired on purpose: loss=20%,seed=1", (await a.RunAsync("status")).MustSucceed().Output, StringComparison.Ordinal);

        await a.SetUpAsync("ipcp impair udp.a off");
        Assert.Equal(0, Missing(await PingAsync(a, "raw")));
        Assert.DoesNotContain("impaired", (await a.RunAsync("status")).MustSucceed().Output, StringComparison.Ordinal);
        Assert.Equal(2, (await b.RunAsync("ipcp impair net.b loss=1%")).ExitCode);
    }

    /// <summary>What a second of writing puts into a flow takes a slow path many seconds to deliver.</summary>
    [Fact]
    public async Task Goodput_is_measured_over_a_slow_way_too()
    {
        Namespaces.Require();
        (Host a, Host b) = await StartAsync();
        await a.SetUpAsync("ipcp impair udp.a delay=5ms,loss=1%,rate=2mbit,seed=1");
        RunningCommand server = b.Start("perf --listen --name operf");
        await server.WaitForOutputAsync("operf", TimeSpan.FromSeconds(30));
        await b.SetUpAsync("register operf --layer net");

        CommandResult perf = (await a.RunAsync("perf operf -t 1 -q data --json")).MustSucceed();

        JsonNode report = JsonNode.Parse(perf.Output)!["reports"]![0]!;
        Assert.InRange((double)report["bytes"]! * 8 / (double)report["seconds"]!, 1e6, 2e6);
    }

    public void Dispose()
    {
        _hosts.ForEach(host => host.Dispose());
        _namespaces.Dispose();
    }

    private static int Missing(JsonNode ping) => (int)ping["transmitted"]! - (int)ping["received"]!;

    private static async Task<JsonNode> PingAsync(Host host, string qos)
    {
        CommandResult result = await host.RunAsync($"ping oping -c 200 -i 0.005 -q {qos} --json");
        return JsonNode.Parse(result.Output)!;
    }

    private async Task<(Host A, Host B)> StartAsync()
    {
        string a = _namespaces.Add("a");
        string b = _namespaces.Add("b");
        _namespaces.Link(a, "10.71.9.1", b, "10.71.9.2");
        _hosts.AddRange([new Host(a), new Host(b)]);
        await Task.WhenAll(_hosts.Select(host => host.StartDaemonAsync()));
        await _hosts[0].SetUpAsync(
            "ipcp bootstrap udp.a --type udp --layer ip --ip 10.71.9.1 --impair delay=1ms",
            "ipcp bootstrap net.a --type unicast --layer net --autobind --insecure",
            "register net.a --layer ip");
        await _hosts[1].SetUpAsync(
            "ipcp bootstrap udp.b --type udp --layer ip --ip 10.71.9.2 --peer 10.71.9.1",
            "ipcp enrol net.b --type unicast --autobind --insecure --dst net.a",
            "ipcp connect net.b --dst net.a");
        RunningCommand server = _hosts[1].Start("ping --listen --name oping");
        await server.WaitForOutputAsync("oping", TimeSpan.FromSeconds(30));
        await _hosts[1].SetUpAsync("register oping --layer net");
        return (_hosts[0], _hosts[1]);
    }
}
