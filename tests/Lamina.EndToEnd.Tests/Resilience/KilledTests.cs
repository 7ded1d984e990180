using System.Diagnostics;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests.Resilience;

/// <summary>Programs and daemons that are killed, or interrupted, while others depend on them.</summary>
public class KilledTests(ITestOutputHelper output)
{
    private const int DaemonNotReachable = 3;
    private const int Interrupted = 130;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_killed_server_is_missed_on_its_host_and_across_and_holds_nothing_any_more()
    {
        Namespaces.Require();
        using TwoLinks hosts = await TwoLinks.StartAsync(links: 1);
        RunningCommand server = await TwoLinks.ServeAsync(hosts.A, "ping --listen --name oping", "oping");
        RunningCommand[] clients = [hosts.A.Start("ping oping -i 0.1"), hosts.B.Start("ping oping -i 0.1")];
        await Task.WhenAll(clients.Select(client => client.WaitForOutputAsync("seq=2", Patience)));

        var clock = Stopwatch.StartNew();
        server.Process.Kill();
        foreach (RunningCommand client in clients)
        {
            CommandResult ended = await client.WaitAsync(Patience);
            output.WriteLine($"{clock.ElapsedMilliseconds} ms: {ended.Error.Trim()}");
            Assert.Equal(1, ended.ExitCode);
            Assert.Contains("the peer's process has died", ended.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        }

        await hosts.A.AwaitAsync("flow list", answer => !answer.Contains("oping", StringComparison.Ordinal));
        await hosts.B.AwaitAsync("flow list", answer => !answer.Contains("oping", StringComparison.Ordinal));
        await hosts.A.AwaitAsync("name list", answer => !answer.Contains("process", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_killed_daemon_ends_whoever_waits_for_it_in_words_and_the_same_commands_bring_it_back()
    {
        Namespaces.Require();
        using TwoLinks hosts = await TwoLinks.StartAsync(links: 1);
        hosts.A.SetVariable("LAMINA_RETURN_TIME", "1");
        RunningCommand accepting = await TwoLinks.ServeAsync(hosts.A, "echo --listen --name idle", "idle");
        await TwoLinks.ServeAsync(hosts.B, "ping --listen --name oping", "oping");
        await TwoLinks.ServeAsync(hosts.B, "perf --listen --name operf", "operf");
        await TwoLinks.ServeAsync(hosts.B, "nc --listen sink", "sink");
        RunningCommand reading = hosts.A.Start("ping oping -i 0.1");
        RunningCommand writing = hosts.A.Start("perf operf -t 600");
        RunningCommand piping = hosts.A.Start("nc sink");
        await piping.Process.StandardInput.WriteLineAsync("what is sent once, and then nothing");
        await piping.Process.StandardInput.FlushAsync();
        await reading.WaitForOutputAsync("seq=5", Patience);
        await hosts.A.AwaitAsync("flow list", answer => answer.Contains("operf", StringComparison.Ordinal) && answer.Contains("sink", StringComparison.Ordinal));

        var clock = Stopwatch.StartNew();
        hosts.A.Daemon.Process.Kill();
        foreach (RunningCommand program in new[] { accepting, reading, writing, piping })
        {
            CommandResult ended = await program.WaitAsync(Patience);
            output.WriteLine($"{clock.ElapsedMilliseconds} ms: {ended}");
            Assert.Equal(DaemonNotReachable, ended.ExitCode);
            Assert.Contains("the daemon has gone", ended.Error, StringComparison.Ordinal);
            Assert.Contains("try: lamina daemon", ended.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        }

        Assert.Equal(DaemonNotReachable, (await hosts.A.RunAsync("ping oping -c 1")).ExitCode);
        Assert.Equal(DaemonNotReachable, (await hosts.A.RunAsync("status")).ExitCode);

        await hosts.A.StartDaemonAsync();
        await hosts.SetUpAAsync();
        clock.Restart();
        await hosts.A.AwaitAsync("ping oping -c 1", answer => answer.Contains("1 received", StringComparison.Ordinal));
        output.WriteLine($"a ping {clock.ElapsedMilliseconds} ms after the commands");
        await TwoLinks.ServeAsync(hosts.A, "echo --listen --name idle", "idle");
        Assert.Equal("hello\n", (await hosts.B.RunAsync("echo idle hello")).MustSucceed().Output);
    }

    [Fact]
    public async Task Whoever_is_interrupted_leaves_nothing_in_the_daemon_and_the_daemon_nothing_behind()
    {
        using var host = new Host();
        await host.StartDaemonAsync();
        await host.SetUpAsync("ipcp bootstrap lo --type local --layer lo");
        string before = (await host.RunAsync("name list")).MustSucceed().Output;
        string[] servers = ["ping --listen --name s", "echo --listen --name s", "perf --listen --name s", "nc --listen s"];
        foreach (string line in servers)
        {
            RunningCommand server = host.Start(line);
            await server.WaitForOutputAsync("listening", Patience);
            RunningCommand client = host.Start("nc s");
            await host.AwaitAsync("flow list", answer => answer.Contains(" s ", StringComparison.Ordinal));
            server.Interrupt();
            Assert.Equal(Interrupted, (await server.WaitAsync(Patience)).ExitCode);
            await client.WaitAsync(Patience);
            await host.AwaitAsync("flow list", answer => !answer.Contains(" s ", StringComparison.Ordinal));
            await host.AwaitAsync("name list", answer => answer == before);
        }

        RunningCommand last = host.Start("ping --listen --name s");
        await last.WaitForOutputAsync("listening", Patience);
        host.Daemon.Interrupt();
        CommandResult ended = await host.Daemon.WaitAsync(Patience);
        Assert.True(ended.ExitCode is 0 or Interrupted, ended.ToString());
        Assert.Equal(DaemonNotReachable, (await last.WaitAsync(Patience)).ExitCode);
        Assert.Empty(Directory.Exists(host.RuntimeDirectory)
            ? Directory.EnumerateFiles(host.RuntimeDirectory, "*.sock", SearchOption.AllDirectories)
            : []);

        // No lock is held, and no socket is in the way.
        await host.StartDaemonAsync();
        (await host.RunAsync("status")).MustSucceed();
    }
}
