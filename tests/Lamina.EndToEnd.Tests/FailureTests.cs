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
    public async Task A_killed_daemon_is_missed_and_the_same_commands_bring_it_back()
    {
        Namespaces.Require();
        using ThreeHosts hosts = await ThreeHosts.StartAsync();
        await hosts.TypeAsync("A ping");
        RunningCommand client = hosts.A.Start("ping oping -c 25 -i 0.2");
        await client.WaitForOutputAsync("seq=3", Patience);

        hosts.C.Daemon.Process.Kill();
        // As elsewhere, a ping that had an answer ends well, and says what was lost.
        CommandResult ended = await client.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("Server timed out.", ended.Output, StringComparison.Ordinal);
        Assert.Contains("25 packets transmitted", ended.Output, StringComparison.Ordinal);

        var clock = Stopwatch.StartNew();
        CommandResult late = await hosts.A.RunAsync("ping oping -c 4", TimeSpan.FromSeconds(30));
        output.WriteLine($"a client that came later ended after {clock.Elapsed.TotalSeconds:0.0} s, exit {late.ExitCode}: {late.Error}");
        Assert.NotEqual(0, late.ExitCode);
        Assert.StartsWith("lamina: ", late.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", late.Error, StringComparison.Ordinal);

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
