using System.Diagnostics;
using System.Globalization;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests.Resilience;

/// <summary>The only link of a flow goes down and comes up again (FEATURES O46): the flow is said to be down, is up again, and lives on.</summary>
public class FlowDownTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_flow_whose_link_is_taken_down_is_down_and_comes_up_with_it()
    {
        Namespaces.Require();
        using TwoLinks hosts = await TwoLinks.StartAsync(links: 1);
        await TwoLinks.ServeAsync(hosts.A, "ping --listen --name oping", "oping");
        RunningCommand ping = hosts.B.Start("ping oping -i 0.05");
        await ping.WaitForOutputAsync("seq=5", TimeSpan.FromSeconds(60));
        await hosts.B.AwaitAsync("flow list", answer => StateOf(answer) == "up");

        hosts.Cut(1);
        var clock = Stopwatch.StartNew();
        await hosts.B.AwaitAsync("flow list", answer => StateOf(answer) == "down");
        output.WriteLine($"down after {clock.ElapsedMilliseconds} ms");
        hosts.Restore(1);
        clock.Restart();
        await hosts.B.AwaitAsync("flow list", answer => StateOf(answer) == "up");
        output.WriteLine($"up after {clock.ElapsedMilliseconds} ms");

        // The same flow carries on: nobody asked for a new one.
        int before = ping.Output.Length;
        while (!ping.Output[before..].Contains("seq=", StringComparison.Ordinal))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60) && !ping.Process.HasExited, $"no answer came any more\n{ping.Output}{ping.Error}");
            await Task.Delay(10);
        }

        ping.Interrupt();
        CommandResult ended = await ping.WaitAsync(TimeSpan.FromSeconds(60));
        output.WriteLine(ended.Output.Split('\n').Last(line => line.Contains("received", StringComparison.Ordinal)));
    }

    private static string? StateOf(string list)
    {
        string[] lines = list.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int column = lines[0].ToLower(CultureInfo.InvariantCulture).IndexOf("state", StringComparison.Ordinal);
        return lines.Where(line => line.Contains(" oping ", StringComparison.Ordinal)).Select(line => line[column..].Split(' ')[0]).FirstOrDefault();
    }
}
