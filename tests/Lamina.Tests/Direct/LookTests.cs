using System.Diagnostics;
using Lamina.Tests.Udp;

namespace Lamina.Tests.Direct;

/// <summary>Programs that look again and again instead of waiting: they find what comes themselves, and the loop is back when they stop.</summary>
public sealed class LookTests
{
    private const int Trips = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Two_busy_programs_answer_each_other_and_what_comes_after_that_is_served()
    {
        await using TestStacks stacks = await TestStacks.StartAsync();
        await using NetworkStack serving = await stacks.AttachAsync();
        await using NetworkStack asking = await stacks.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("n");
        await using Flow client = await asking.AllocateAsync("n");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        await PingAsync(client, server);
        await UntilAsync(() => LookALittle(client) && asking.Host.Driver.Visits > 0);

        // Nobody looks any more: acknowledgements and windows are the loop's again.
        await Transfer.RunAsync(client, server, 8 << 20, 8192);
        await Transfer.RunAsync(server, client, 8 << 20, 8192);
    }

    [Fact]
    public async Task A_busy_reader_sees_what_comes_from_sockets()
    {
        await using UdpStacks stacks = await UdpStacks.StartAsync("n");
        await using FlowListener listener = await stacks.Serving.ListenAsync("n");
        await using Flow client = await stacks.Asking.AllocateAsync("n");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        await PingAsync(client, server);
        await UntilAsync(() => LookALittle(client) && stacks.Asking.Host.Driver.Visits > 0);
        await PingAsync(client, server);
    }

    [Fact]
    public async Task A_busy_reader_hears_the_end()
    {
        await using TestStacks stacks = await TestStacks.StartAsync();
        await using NetworkStack serving = await stacks.AttachAsync();
        await using NetworkStack asking = await stacks.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("n");
        await using Flow client = await asking.AllocateAsync("n");
        Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        await UntilAsync(() => LookALittle(client) && asking.Host.Driver.Visits > 0);
        await server.DisposeAsync();
        ReadResult end = default;
        await UntilAsync(() => client.TryRead(new byte[1], out end));
        Assert.True(end.IsEndOfFlow);
    }

    private static async Task PingAsync(Flow client, Flow server)
    {
        Task echoing = OnThread(() =>
        {
            byte[] buffer = new byte[4];
            for (int i = 0; i < Trips; i++)
            {
                AwaitBusily(server, buffer);
                server.Write(buffer);
            }
        });
        await OnThread(() =>
        {
            byte[] buffer = new byte[4];
            for (int i = 0; i < Trips; i++)
            {
                byte[] message = BitConverter.GetBytes(i);
                client.Write(message);
                AwaitBusily(client, buffer);
                Assert.Equal(message, buffer);
            }
        }).WaitAsync(Patience);
        await echoing.WaitAsync(Patience);
    }

    private static void AwaitBusily(Flow flow, byte[] buffer)
    {
        var watch = Stopwatch.StartNew();
        while (!flow.TryRead(buffer, out _))
        {
            Assert.True(watch.Elapsed < Patience, "nothing came");
        }
    }

    private static bool LookALittle(Flow flow)
    {
        byte[] buffer = new byte[1];
        for (int i = 0; i < 1000; i++)
        {
            Assert.False(flow.TryRead(buffer, out _));
        }

        return true;
    }

    private static Task OnThread(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static async Task UntilAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Patience, "waited in vain");
            await Task.Yield();
        }
    }
}
