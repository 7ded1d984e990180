using System.Diagnostics;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests.Resilience;

/// <summary>What tools say while the daemon that they hang on is away.</summary>
public class AbsenceTests(ITestOutputHelper output)
{
    private const string Waits = "lamina: the daemon of stack 'default' has died; waiting for it to be started again, 60 s at most (Ctrl-C ends)";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task They_say_once_what_they_wait_for_and_that_it_is_back_and_end_at_once_by_a_signal()
    {
        using var host = new Host();
        host.SetVariable("LAMINA_RETURN_TIME", "60");
        await host.StartDaemonAsync();
        RunningCommand[] tools = [host.Start("nc --listen one"), host.Start("ping --listen --name two --json"), host.Start("perf --listen --name three")];
        foreach (RunningCommand tool in tools)
        {
            await tool.WaitForOutputAsync("listening", Patience);
        }

        host.Daemon.Process.Kill();
        await host.Daemon.WaitAsync(Patience);
        foreach (RunningCommand tool in tools)
        {
            await tool.WaitForOutputAsync(Waits, Patience);
        }

        await host.StartDaemonAsync();
        foreach (RunningCommand tool in tools)
        {
            await tool.WaitForOutputAsync("lamina: the daemon is back after ", Patience);
            Assert.Equal(2, tool.Error.Split("lamina: the daemon ").Length - 1);
            Assert.Equal("", tool.Output);
        }

        host.Daemon.Process.Kill();
        await host.Daemon.WaitAsync(Patience);
        foreach (RunningCommand tool in tools)
        {
            var clock = Stopwatch.StartNew();
            tool.Interrupt();
            CommandResult end = await tool.WaitAsync(Patience);
            output.WriteLine($"{end} after {clock.ElapsedMilliseconds} ms");
            Assert.Equal(130, end.ExitCode);
            Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
        }
    }
}
