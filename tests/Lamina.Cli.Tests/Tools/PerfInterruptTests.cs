using System.Text.Json.Nodes;
using Lamina.Cli.Demo;

namespace Lamina.Cli.Tests.Tools;

/// <summary>A measurement that is interrupted says what it has so far, as ping does.</summary>
public sealed class PerfInterruptTests : IAsyncLifetime
{
    // More than fits between the two, so that the side that measures has read.
    private const int Enough = 20_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private DemoNetwork _network = null!;

    public async ValueTask InitializeAsync()
    {
        _network = await DemoNetwork.StartAsync(new TestCli().Context, "s");
        await RunAsync("ipcp bootstrap lo --type local --layer lo");
        await RunAsync("register served --layer lo");
    }

    public ValueTask DisposeAsync() => _network.DisposeAsync();

    [Theory]
    [InlineData("-t 600", "to the server: ")]
    [InlineData("-t 600 -q raw", "to the server: ")]
    [InlineData("-t 600 --reverse", "from the server: ")]
    [InlineData("-t 600 --bidir", "from the server: ")]
    [InlineData("--bytes 500G", "to the server: intact, sha256 ")]
    public async Task It_says_what_it_has(string how, string said)
    {
        await using DemoServer server = await DemoServer.StartAsync(
            _network, "--stack s perf --listen --name served".Split(' '), new StringWriter(), TestContext.Current.CancellationToken);
        using CancellationTokenSource interrupt = new(Patience);
        Task<(int Code, string Output)> measuring = RunAsync($"perf served {how}", interrupt.Token);
        while (await PacketsAsync(bothWays: how.EndsWith("--bidir", StringComparison.Ordinal)) < Enough && !measuring.IsCompleted)
        {
            await Task.Yield();
        }

        await interrupt.CancelAsync();
        (int code, string output) = await measuring;
        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Contains(said, output);
        Assert.DoesNotContain(" 0 packets", output);
    }

    /// <summary>
    /// Packets of the test so far, in the direction that has most of them; in the one that has least, where it goes both ways. What is not the tenth part of
    /// the other direction is its acknowledgements.
    /// </summary>
    private async Task<long> PacketsAsync(bool bothWays)
    {
        JsonArray flows = JsonNode.Parse((await RunAsync("flow list --json")).Output)!["flows"]!.AsArray();
        long[] counts = [.. flows.SelectMany(flow => new[] { (long)flow!["sentPackets"]!, (long)flow["receivedPackets"]! }).DefaultIfEmpty()];
        return !bothWays ? counts.Max() : counts.Min() > counts.Max() / 10 ? counts.Min() : 0;
    }

    private async Task<(int Code, string Output)> RunAsync(string line, CancellationToken cancel = default)
    {
        StringWriter output = new();
        CliContext context = _network.ContextFor(output, new StringWriter());
        return (await CommandLine.RunAsync($"--stack s {line}".Split(' '), context, cancel), output.ToString());
    }
}
