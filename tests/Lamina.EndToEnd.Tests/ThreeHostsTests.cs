using System.Diagnostics;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests;

/// <summary>Real daemons on three hosts, set up with the commands of docs/THREE-HOSTS.md only.</summary>
public class ThreeHostsTests(ITestOutputHelper output)
{
    private const long Gigabyte = 1L << 30;
    private const string AllFour = "4 packets transmitted, 4 received, 0 out-of-order, 0% packet loss";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Ping_from_a_reaches_a_server_on_c_through_b()
    {
        Namespaces.Require();
        using ThreeHosts hosts = await ThreeHosts.StartAsync();

        CommandResult ping = await hosts.TypeAsync("A ping");

        output.WriteLine(ping.ToString());
        Assert.Contains(AllFour, ping.Output, StringComparison.Ordinal);
        string flowsOfB = (await hosts.B.RunAsync("flow list")).MustSucceed().Output;
        Assert.DoesNotContain("oping", flowsOfB, StringComparison.Ordinal);
        CommandResult router = await hosts.B.RunAsync("register oping --layer net");
        Assert.NotEqual(0, router.ExitCode);
        Assert.Contains("router", router.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ping_goes_through_a_layer_on_the_layer()
    {
        Namespaces.Require();
        using ThreeHosts hosts = await ThreeHosts.StartAsync();
        CommandResult ping = await hosts.TypeAsync("A second layer");
        Assert.Contains(AllFour, ping.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_nobody_serves_is_not_found()
    {
        Namespaces.Require();
        using ThreeHosts hosts = await ThreeHosts.StartAsync();
        CommandResult ping = await hosts.A.RunAsync("ping nobody -c 1");
        Assert.Equal(4, ping.ExitCode);
        Assert.Contains("nobody", ping.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ping.Error, StringComparison.Ordinal);
    }

    /// <summary>The page's own commands, with a smaller file.</summary>
    [Fact]
    public async Task A_file_arrives_intact()
    {
        Namespaces.Require();
        using ThreeHosts hosts = await ThreeHosts.StartAsync();
        string sent = await Payload.SendAsync(File.Create(Path.Combine(hosts.A.WorkDirectory, "big.in")), 64 << 20);

        await hosts.TypeAsync("A gigabyte");

        (await hosts.C.Find("nc --listen big").WaitAsync(Patience)).MustSucceed();
        using FileStream received = File.OpenRead(Path.Combine(hosts.C.WorkDirectory, "big.out"));
        Assert.Equal(sent, await Payload.HashOfAsync(received));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_gigabyte_arrives_intact_over(int layers)
    {
        Namespaces.Require();
        using ThreeHosts hosts = await ThreeHosts.StartAsync();
        if (layers == 2)
        {
            await hosts.TypeAsync("A second layer");
        }

        RunningCommand receiver = hosts.C.Start("nc --listen big", binaryOutput: true);
        await receiver.WaitForOutputAsync("big", Patience);
        await hosts.C.SetUpAsync($"register big --layer {(layers == 1 ? "net" : "top")}");

        var clock = Stopwatch.StartNew();
        RunningCommand sender = hosts.A.Start("nc big -q data");
        Task<string> received = Payload.HashOfAsync(receiver.Process.StandardOutput.BaseStream);
        string sent = await Payload.SendAsync(sender.Process.StandardInput.BaseStream, Gigabyte);
        (await sender.WaitAsync(TimeSpan.FromSeconds(240))).MustSucceed();

        Assert.Equal(sent, await received.WaitAsync(TimeSpan.FromSeconds(60)));
        (await receiver.WaitAsync(Patience)).MustSucceed();
        output.WriteLine($"1 GiB over {layers} layer(s): {clock.Elapsed.TotalSeconds:0.0} s, {Gigabyte * 8 / clock.Elapsed.TotalSeconds / 1e9:0.00} Gbit/s");
    }
}
