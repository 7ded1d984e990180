using System.Diagnostics;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests.Resilience;

/// <summary>Daemons that are killed under a transfer, and started again by the same command.</summary>
public class ReturnTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_transfer_outlives_the_daemons_of_both_hosts()
    {
        const long Length = 200L << 20;
        Namespaces.Require();
        using ConfiguredHosts hosts = await ConfiguredHosts.StartAsync();
        RunningCommand receiver = hosts.A.Start("nc --listen sink", binaryOutput: true);
        await receiver.WaitForOutputAsync("listening", Patience);
        await hosts.B.AwaitAsync("trace sink", answer => answer.Contains("net.a", StringComparison.Ordinal));
        RunningCommand sender = hosts.B.Start("nc sink -q data");
        Task<string> received = Payload.HashOfAsync(receiver.Process.StandardOutput.BaseStream);
        long sentSoFar = 0;
        Task<string> sending = Payload.SendAsync(sender.Process.StandardInput.BaseStream, Length, written => Volatile.Write(ref sentSoFar, written));
        foreach (char which in "ab")
        {
            // The rest is more than all that pipes, windows and rings hold: the transfer needs the daemon again.
            long before = Volatile.Read(ref sentSoFar);
            await WaitAsync(() => Volatile.Read(ref sentSoFar) >= before + (Length / 8));
            Host host = which == 'a' ? hosts.A : hosts.B;
            var clock = Stopwatch.StartNew();
            host.Daemon.Process.Kill();
            await host.Daemon.WaitAsync(Patience);
            long atKill = Volatile.Read(ref sentSoFar);
            Assert.True(atKill < Length / 2, "the transfer is too far for this to prove anything");
            await ConfiguredHosts.StartDaemonAsync(host);
            await WaitAsync(() => Volatile.Read(ref sentSoFar) > atKill + (20 << 20));
            output.WriteLine($"{which} was killed at {atKill >> 20} MiB; 20 MiB later after {clock.ElapsedMilliseconds} ms");
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
