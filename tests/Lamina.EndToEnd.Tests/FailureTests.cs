using System.Diagnostics;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests;

/// <summary>What breaks between and under hosts, and what their users see of it.</summary>
public class FailureTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_link_that_is_down_for_three_seconds_costs_a_transfer_only_time()
    {
        const long Length = 300L << 20;
        Namespaces.Require();
        using ThreeHosts hosts = await ThreeHosts.StartAsync();
        RunningCommand receiver = hosts.C.Start("nc --listen big", binaryOutput: true);
        await receiver.WaitForOutputAsync("big", Patience);
        await hosts.C.SetUpAsync("register big --layer net");

        var clock = Stopwatch.StartNew();
        RunningCommand sender = hosts.A.Start("nc big -q data");
        Task<string> received = Payload.HashOfAsync(receiver.Process.StandardOutput.BaseStream);
        Task? outage = null;
        string sent = await Payload.SendAsync(sender.Process.StandardInput.BaseStream, Length, written =>
        {
            if (written >= Length / 4)
            {
                outage ??= BreakLinkAsync(hosts, TimeSpan.FromSeconds(3));
            }
        });
        await outage!;
        (await sender.WaitAsync(TimeSpan.FromSeconds(120))).MustSucceed();

        Assert.Equal(sent, await received.WaitAsync(TimeSpan.FromSeconds(60)));
        (await receiver.WaitAsync(Patience)).MustSucceed();
        Assert.InRange(clock.Elapsed.TotalSeconds, 3, 120);
        output.WriteLine($"300 MiB with 3 s of outage: {clock.Elapsed.TotalSeconds:0.0} s");
    }

    [Fact]
    public async Task A_killed_daemon_ends_a_ping_and_the_same_commands_bring_it_back()
    {
        Namespaces.Require();
        using ThreeHosts hosts = await ThreeHosts.StartAsync();
        await hosts.TypeAsync("A ping");
        RunningCommand client = hosts.A.Start("ping oping -i 0.2");
        await client.WaitForOutputAsync("seq=3", Patience);

        var clock = Stopwatch.StartNew();
        hosts.C.Daemon.Process.Kill();
        CommandResult ended = await client.WaitAsync(TimeSpan.FromSeconds(150));
        output.WriteLine($"the client ended after {clock.Elapsed.TotalSeconds:0.0} s, exit {ended.ExitCode}: {ended.Error}");
        Assert.NotEqual(0, ended.ExitCode);
        Assert.StartsWith("lamina: ", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);

        await hosts.C.StartDaemonAsync();
        await hosts.TypeAsync("The layer", onlyHost: "c");
        CommandResult ping = await hosts.TypeAsync("A ping");
        Assert.Contains("4 packets transmitted, 4 received", ping.Output, StringComparison.Ordinal);
    }

    private static async Task BreakLinkAsync(ThreeHosts hosts, TimeSpan outage)
    {
        hosts.SetLinkToC(up: false);
        await Task.Delay(outage);
        hosts.SetLinkToC(up: true);
    }
}
