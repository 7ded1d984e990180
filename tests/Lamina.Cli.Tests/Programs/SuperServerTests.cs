using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Lamina.Cli.Tests.Programs;

/// <summary>Programs that the daemon starts, as real processes (O52).</summary>
public sealed class SuperServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_program_is_started_with_its_arguments_when_somebody_asks_and_ends_with_the_daemon()
    {
        Process started;
        await using (RealDaemon daemon = await RealDaemon.StartAsync())
        {
            await daemon.MustAsync($"bind program {RealDaemon.LaminaFile} --name served --auto -- ping --listen --name served");
            Assert.Contains("auto; not running", await daemon.MustAsync("name list"));
            Assert.Contains("1 received", await daemon.MustAsync("ping served -c 1"));
            int first = await ProcessOfAsync(daemon);

            using (Process killed = Process.GetProcessById(first))
            {
                killed.Kill();
                await killed.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
            }

            Assert.Contains("1 received", await daemon.MustAsync("ping served -c 1"));
            int second = await ProcessOfAsync(daemon);
            Assert.NotEqual(first, second);
            started = Process.GetProcessById(second);
        }

        using (started)
        {
            await started.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task A_program_that_ends_at_once_is_said()
    {
        await using RealDaemon daemon = await RealDaemon.StartAsync();
        await daemon.MustAsync("bind program /bin/false --name broken --auto");
        (int code, _, string error) = await daemon.RunAsync("ping broken -c 1");
        Assert.Equal(ExitCode.Failure, code);
        Assert.Contains("could not be started, or did not listen in time", error);
        Assert.Contains("lamina name list", error);
        Assert.Contains("exit code 1", await daemon.MustAsync("name list"));
    }

    [Fact]
    public async Task A_program_that_does_not_exist_is_no_binding()
    {
        await using RealDaemon daemon = await RealDaemon.StartAsync();
        (int code, _, string error) = await daemon.RunAsync("bind program /nowhere/at/all --name n --auto");
        Assert.Equal(ExitCode.NotFound, code);
        Assert.Contains("/nowhere/at/all", error);
        Assert.DoesNotContain("\nn ", await daemon.MustAsync("name list"));
    }

    private static async Task<int> ProcessOfAsync(RealDaemon daemon)
    {
        JsonNode names = JsonNode.Parse(await daemon.MustAsync("name list --json"))!;
        string state = (string?)names["names"]![0]!["programs"]![0]!["state"] ?? "";
        return int.Parse(state["process ".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
