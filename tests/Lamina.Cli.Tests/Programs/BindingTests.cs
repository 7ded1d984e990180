using System.Text.Json.Nodes;

namespace Lamina.Cli.Tests.Programs;

/// <summary>Names, bindings and layers with a real daemon and attached programs (O10, O11, O15, O5).</summary>
public sealed class BindingTests : IAsyncLifetime
{
    private RealDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = await RealDaemon.StartAsync();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task Server_then_layers_then_register_then_bind_then_client()
    {
        await using RealServer server = await _daemon.ServeAsync("ping --listen --name own");
        await _daemon.MustAsync("ipcp bootstrap lo --type local --layer lo");
        await _daemon.MustAsync("register oping --layer lo");
        Assert.Equal(ExitCode.NotFound, (await _daemon.RunAsync("ping oping -c 1 --layer lo")).Code);
        await _daemon.MustAsync($"bind process {Environment.ProcessId} --name oping");
        Assert.Contains("1 received", await _daemon.MustAsync("ping oping -c 1 --layer lo"));
        Assert.Contains("1 received", await _daemon.MustAsync("ping oping -c 1"));
        Assert.Contains("1 received", await _daemon.MustAsync("ping own -c 1"));

        await _daemon.MustAsync($"unbind process {Environment.ProcessId} --name oping");
        Assert.Equal(ExitCode.NotFound, (await _daemon.RunAsync("ping oping -c 1")).Code);
        Assert.Contains("1 received", await _daemon.MustAsync("ping own -c 1"));
    }

    [Fact]
    public async Task A_flow_between_two_programs_is_one_line_and_lives_on_when_its_name_is_unbound()
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
        Assert.Equal("direct", (string?)flow["direction"]);
        Assert.Null(flow["ipcp"]);
        Assert.Equal($"process {Environment.ProcessId}", (string?)flow["acceptor"]);
        Assert.Contains($"process {Environment.ProcessId} > process", await _daemon.MustAsync("flow list"));

        await _daemon.MustAsync($"unbind process {Environment.ProcessId} --name oping");
        long before = (long)flow["sentPackets"]!;
        while ((long)JsonNode.Parse(await _daemon.MustAsync("flow list --json"))!["flows"]![0]!["receivedPackets"]! <= before + 5)
        {
            Assert.False(client.IsCompleted);
        }

        await stop.CancelAsync();
        Assert.Equal(ExitCode.Interrupted, (await client).Code);
    }

    [Fact]
    public async Task A_program_that_is_bound_by_its_path_serves_the_name()
    {
        string self = Environment.ProcessPath!;
        await using RealServer server = await _daemon.ServeAsync("ping --listen --name own");
        await _daemon.MustAsync($"bind program {self} --name oping");
        Assert.Contains("1 received", await _daemon.MustAsync("ping oping -c 1"));
        Assert.Contains($"program {self}", await _daemon.MustAsync("name list"));
        await _daemon.MustAsync($"unbind program {self}");
        Assert.Equal(ExitCode.NotFound, (await _daemon.RunAsync("ping oping -c 1")).Code);
    }

    [Fact]
    public async Task What_would_stand_on_itself_is_refused_with_both_names()
    {
        await _daemon.MustAsync("ipcp bootstrap uni --type unicast --layer net --insecure");
        await _daemon.MustAsync("bind ipcp uni --name members");
        (int code, _, string error) = await _daemon.RunAsync("register members --ipcp uni");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("'uni'", error);
        await _daemon.MustAsync("register other --ipcp uni");
        (code, _, error) = await _daemon.RunAsync("bind ipcp uni --name other");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("choose a layer below", error);
    }
}
