using System.Net;
using Lamina.Core;
using Lamina.Node.Attach;
using Lamina.Tests.Udp;

namespace Lamina.Tests;

/// <summary>An attached program that does not run, as when it was stopped by a signal, while packets keep coming for it.</summary>
public sealed class StoppedProgramTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Packets_for_it_are_dropped_and_counted_and_nobody_else_notices(bool sharesMemory)
    {
        await using TestStacks stacks = await TestStacks.StartAsync(sharesMemory, "echo");
        await using NetworkStack elsewhere = await NetworkStack.StartAsync();
        await UdpStacks.BootstrapAsync(stacks.Daemon.Management, []);
        IPEndPoint local = (await stacks.Daemon.Management.Ipcps.ListPortsAsync())[0].Local;
        await UdpStacks.BootstrapAsync(elsewhere.Management, [local]);
        TestStacks.AssertOk(await stacks.Daemon.Management.Names.RegisterAsync(Name.Parse("sink"), "internet"));

        NetworkStack stopped = await stacks.AttachAsync();
        await using NetworkStack lively = await stacks.AttachAsync();
        await using FlowListener sinks = await stopped.ListenAsync("sink");
        await using FlowListener echoes = await lively.ListenAsync("echo");
        await using Flow flood = await elsewhere.AllocateAsync("sink", QosSpec.Raw);
        await using Flow sink = await sinks.AcceptAsync().WaitAsync(Patience);
        await using Flow client = await lively.AllocateAsync("echo");
        await using Flow server = await echoes.AcceptAsync().WaitAsync(Patience);

        // Its domain is owned for ever: nothing in the program runs.
        using var goOn = new ManualResetEventSlim();
        using var hasStopped = new ManualResetEventSlim();
        Task holding = Task.Factory.StartNew(
            () =>
            {
                Assert.True(stopped.TryRun(_ =>
                {
                    hasStopped.Set();
                    goOn.Wait();
                }));
            },
            TaskCreationOptions.LongRunning);
        Assert.True(hasStopped.Wait(Patience));
        byte[] message = new byte[1400];
        byte[] buffer = new byte[2000];
        int rented = 0;
        while ((await CountersAsync(stacks)).Sum(counters => counters.DroppedRingFull) < 1000)
        {
            for (int i = 0; i < 100; i++)
            {
                flood.Write(message);
            }

            client.Write("alive"u8);
            Assert.Equal(5, (await server.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
            rented = Math.Max(rented, stacks.Daemon.Pool.RentedCount);
        }

        Assert.True(rented < 200, $"{rented} buffers were held for a program that does not read");
        goOn.Set();
        await holding.WaitAsync(Patience);
        Assert.Equal(1400, (await sink.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
        await stopped.DisposeAsync();
    }

    private static async Task<IEnumerable<AttachCounters>> CountersAsync(TestStacks stacks) =>
        (await stacks.Daemon.Management.ListAttachedAsync()).Select(process => process.Counters);
}
