using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Lamina.Cli.Tests;

/// <summary>The demo, run for real: UDP sockets on the loopback, four members, and nothing left at its end.</summary>
public sealed class DemoTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_demo_builds_shows_uses_and_takes_down_a_network()
    {
        TestCli cli = new();
        long began = Stopwatch.GetTimestamp();
        int code = await cli.RunAsync("demo");
        output.WriteLine(cli.Out + cli.Error);
        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal("", cli.Error);
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 10);

        string[] lines = cli.Out.Split('\n');
        Assert.Equal("layer unicast, 4 members, adjacencies over the layers below:", lines.Single(line => line.StartsWith("layer unicast,", StringComparison.Ordinal)));
        Assert.Single(lines, line => line.StartsWith("layer 'unicast' is secure, and this node is its authority: root ", StringComparison.Ordinal));
        Assert.Single(lines, line => Regex.IsMatch(line, "^  uni1 \\(stack a, address [0-9]+\\)$"));
        Assert.Single(lines, line => Regex.IsMatch(line, "^  └─\\[net\\]─ uni2 \\(stack b, address [0-9]+\\)$"));
        Assert.Single(lines, line => Regex.IsMatch(line, "^           [├└]─\\[local\\]─ uni3 \\(stack b, address [0-9]+\\)$"));
        Assert.Single(lines, line => Regex.IsMatch(line, "^           [├└]─\\[ipnet\\]─ uni4 \\(stack c, address [0-9]+\\)$"));
        Assert.Equal(4, lines.Count(line => Regex.IsMatch(line, "^64 bytes from oping: seq=[0-3] time=[0-9.]+ ms$")));
        Assert.Single(lines, line => line.StartsWith("4 packets transmitted, 4 received, 0 out-of-order, 0% packet loss, time: ", StringComparison.Ordinal));
        Assert.Contains("Message from client is Hello World!.", lines);
        Assert.Contains("Hello World!", lines);
        Assert.Equal(
            ["stack a: 0 buffers, 0 flows, 0 timers in use", "stack b: 0 buffers, 0 flows, 0 timers in use", "stack c: 0 buffers, 0 flows, 0 timers in use"],
            lines.Where(line => line.EndsWith(" in use", StringComparison.Ordinal)));
        Assert.Contains("Nothing leaked.", lines);
    }

    [Fact]
    public async Task Interrupted_while_a_server_starts_it_ends_as_interrupted()
    {
        using CancellationTokenSource interrupt = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        TestCli cli = new();
        CliContext context = cli.Context with { Out = new InterruptingWriter("ping --listen", interrupt) };
        Assert.Equal(ExitCode.Interrupted, await CommandLine.RunAsync(["demo"], context, interrupt.Token));
        Assert.Equal("", cli.Error);
    }

    private sealed class InterruptingWriter(string at, CancellationTokenSource interrupt) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            if (value?.Contains(at, StringComparison.Ordinal) == true)
            {
                interrupt.Cancel();
            }
        }
    }
}
