using System.Diagnostics;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests.Resilience;

/// <summary>Unicast IPC processes that are replaced under a transfer, by a command, while their daemons live.</summary>
public class RestartTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_transfer_goes_on_while_the_ipc_process_of_each_side_is_replaced()
    {
        Namespaces.Require();
        using ConfiguredHosts hosts = await ConfiguredHosts.StartAsync();
        await TransferAsync(128L << 20, hosts.A, hosts.B, (hosts.A, "net.a"), (hosts.B, "net.b"));
        Assert.DoesNotContain("wait", (await hosts.B.RunAsync("status")).Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_transfer_goes_on_while_the_ipc_process_of_the_host_between_is_replaced()
    {
        Namespaces.Require();
        using ThreeHosts hosts = await ThreeHosts.StartAsync();
        await TransferAsync(48L << 20, hosts.C, hosts.A, (hosts.B, "net.b"));
    }

    private async Task TransferAsync(long length, Host to, Host from, params (Host Host, string Process)[] restarts)
    {
        RunningCommand receiver = to.Start("nc --listen sink", binaryOutput: true);
        await receiver.WaitForOutputAsync("listening", Patience);
        await to.RunAsync("register sink --layer net");
        await from.AwaitAsync("trace sink", answer => answer.Contains("complete", StringComparison.Ordinal) || answer.Contains("net.", StringComparison.Ordinal));
        RunningCommand sender = from.Start("nc sink -q data");
        Task<string> received = Payload.HashOfAsync(receiver.Process.StandardOutput.BaseStream);
        long sentSoFar = 0;
        Task<string> sending = Payload.SendAsync(sender.Process.StandardInput.BaseStream, length, written => Volatile.Write(ref sentSoFar, written));
        foreach ((Host host, string process) in restarts)
        {
            // The rest is more than all that pipes, windows and rings hold: the transfer needs the process again.
            long before = Volatile.Read(ref sentSoFar);
            await WaitAsync(() => Volatile.Read(ref sentSoFar) >= before + (length / 16));
            var clock = Stopwatch.StartNew();
            long atRestart = Volatile.Read(ref sentSoFar);
            Assert.True(atRestart < length / 2, "the transfer is too far for this to prove anything");
            (await host.RunAsync($"ipcp restart {process}", Patience)).MustSucceed();
            long command = clock.ElapsedMilliseconds;
            await WaitAsync(() => Volatile.Read(ref sentSoFar) > atRestart + (16 << 20));
            output.WriteLine($"{process} at {atRestart >> 20} MiB: the command took {command} ms; 16 MiB later after {clock.ElapsedMilliseconds} ms");
        }

        string sent = await sending.WaitAsync(Patience);
        (await sender.WaitAsync(Patience)).MustSucceed();
        Assert.Equal(sent, await received.WaitAsync(Patience));
        (await receiver.WaitAsync(Patience)).MustSucceed();
    }

    private static async Task WaitAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo())
        {
            await Task.Delay(5, patience.Token);
        }
    }
}
