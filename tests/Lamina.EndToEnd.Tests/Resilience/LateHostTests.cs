using System.Diagnostics;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests.Resilience;

/// <summary>Hosts that are started in the wrong order.</summary>
public class LateHostTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_host_that_restarts_is_connected_again_by_those_that_it_left()
    {
        Namespaces.Require();
        using TwoLinks hosts = await TwoLinks.StartAsync(links: 1);
        await TwoLinks.ServeAsync(hosts.B, "ping --listen --name oping", "oping");
        hosts.A.Daemon.Process.Kill();
        await hosts.B.AwaitAsync("show net.b adjacencies", answer => answer.Contains("connecting", StringComparison.Ordinal));

        await hosts.A.StartDaemonAsync();
        await hosts.SetUpAAsync();
        var clock = Stopwatch.StartNew();
        await hosts.A.AwaitAsync("show net.a adjacencies", answer => answer.Contains(" dt ", StringComparison.Ordinal));
        output.WriteLine($"adjacent {clock.ElapsedMilliseconds} ms after the late one stood");
        await hosts.A.AwaitAsync("ping oping -c 1", answer => answer.Contains("1 received", StringComparison.Ordinal));
        output.WriteLine($"a ping {clock.ElapsedMilliseconds} ms after the late one stood");
    }
}
