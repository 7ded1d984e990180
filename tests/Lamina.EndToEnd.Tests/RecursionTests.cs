using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests;

/// <summary>Layers on layers with real daemons, set up with the commands of docs/RECURSION.md only.</summary>
public class RecursionTests(ITestOutputHelper output)
{
    private const string AllFour = "4 packets transmitted, 4 received, 0 out-of-order, 0% packet loss";

    [Fact]
    public async Task The_same_ping_line_at_four_depths_and_a_layer_put_under_it()
    {
        Namespaces.Require();
        using TwoHosts hosts = await TwoHosts.StartAsync("docs/RECURSION.md", "10.72.1.1", "10.72.1.2");
        await hosts.TypeAsync("The bearer");
        for (int depth = 1; depth <= 4; depth++)
        {
            CommandResult ping = await hosts.TypeAsync($"Depth {depth}");
            output.WriteLine(ping.ToString());
            Assert.Contains(AllFour, ping.Output, StringComparison.Ordinal);
        }

        // Somebody pings all the while.
        RunningCommand longPing = hosts.A.Start("ping oping -c 1000 -i 0.01 -q data");
        await longPing.WaitForOutputAsync("seq=3", TimeSpan.FromSeconds(10));
        CommandResult after = await hosts.TypeAsync("A layer under a running name");
        Assert.Contains(AllFour, after.Output, StringComparison.Ordinal);
        string whole = (await longPing.WaitAsync(TimeSpan.FromSeconds(30))).MustSucceed().Output;
        Assert.Contains("1000 packets transmitted, 1000 received, 0 out-of-order, 0% packet loss", whole, StringComparison.Ordinal);

        string adjacencies = (await hosts.B.RunAsync("show l1.b adjacencies")).MustSucceed().Output;
        output.WriteLine(adjacencies);
        Assert.Contains(" mid ", adjacencies, StringComparison.Ordinal);
        Assert.DoesNotContain(" ip ", adjacencies, StringComparison.Ordinal);
    }
}
