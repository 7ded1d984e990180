using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests;

/// <summary>Traces through daemons of three hosts, one of which dies.</summary>
public class TraceTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_trace_shows_the_way_and_names_the_hop_that_is_dead()
    {
        Namespaces.Require();
        using ThreeHosts hosts = await ThreeHosts.StartAsync();
        await hosts.TypeAsync("A ping");

        CommandResult trace = await hosts.A.RunAsync("trace oping");
        output.WriteLine(trace.ToString());
        string[] lines = trace.MustSucceed().Output.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("  0 net.a ", StringComparison.Ordinal) && line.Contains("next net.b: cost 2", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("udp 10.71.1.1:3435 -> 10.71.1.2:3435, layer ab", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("udp 10.71.2.2:3435 -> 10.71.2.3:3435, layer bc", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("oping is served by net.c", StringComparison.Ordinal));

        // What a knows of the name it has in its cache: it asks the dead one all the same.
        hosts.SetLinkToC(up: false);
        trace = await hosts.A.RunAsync("trace oping");
        output.WriteLine(trace.ToString());
        Assert.Equal(6, trace.ExitCode);
        Assert.Contains("no answer from hop 2, net.c", trace.Error, StringComparison.Ordinal);
        Assert.Contains("the last that answered is net.b", trace.Error, StringComparison.Ordinal);
        Assert.Contains("try:", trace.Error, StringComparison.Ordinal);
    }
}
