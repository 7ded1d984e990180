using System.Net;
using Lamina.Core;
using Lamina.Node.Management;
using Lamina.Tests.Udp;

namespace Lamina.Tests;

/// <summary>Many flows at once, and many one after the other, through what a daemon hosts. <c>Lamina.Soak</c> runs more of them.</summary>
[Collection(nameof(AlonePerProcess))]
public sealed class ManyFlowsTests(ITestOutputHelper output)
{
    private const int AtATime = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_thousand_flows_at_once_each_with_its_own_data(bool overUdp)
    {
        await using TestStacks near = await TestStacks.StartAsync();
        await using TestStacks far = await TestStacks.StartAsync();
        TestStacks asked = overUdp ? await JoinAsync(near, far) : near;
        await using NetworkStack serving = await asked.AttachAsync();
        await using NetworkStack asking = await near.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("crowd", backlog: 1024);

        const int Count = 1000;
        using var room = new SemaphoreSlim(AtATime);
        Task<Flow[]> accepting = AcceptAsync(listener, Count);
        Flow[] flows = await Task.WhenAll(Enumerable.Range(0, Count).Select(async _ =>
        {
            await room.WaitAsync();
            Flow flow = await asking.AllocateAsync("crowd", timeout: Patience);
            room.Release();
            return flow;
        }));
        Flow[] others = await accepting.WaitAsync(Patience);
        StackUse use = await near.Daemon.Management.Inspection.GetUseAsync();
        Assert.Equal(Count, use.Flows);

        Task[] echoing = [.. others.Select(EchoOnceAsync)];
        await Task.WhenAll(flows.Select(PassAsync)).WaitAsync(Patience);
        await Task.WhenAll(echoing).WaitAsync(Patience);
        await Task.WhenAll(flows.Concat(others).Select(flow => flow.DisposeAsync().AsTask())).WaitAsync(Patience);
        await AwaitNoFlowsAsync(near, asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Five_thousand_allocations_and_closes_leave_nothing_behind(bool overUdp)
    {
        await using TestStacks near = await TestStacks.StartAsync();
        await using TestStacks far = await TestStacks.StartAsync();
        TestStacks asked = overUdp ? await JoinAsync(near, far) : near;
        await using NetworkStack serving = await asked.AttachAsync();
        await using NetworkStack asking = await near.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("crowd", backlog: 1024);
        Task closing = Task.Run(async () =>
        {
            while (true)
            {
                await (await listener.AcceptAsync()).DisposeAsync();
            }
        });

        await ChurnAsync(asking, 500);
        await AwaitNoFlowsAsync(near, asked);
        StackUse held = await near.Daemon.Management.Inspection.GetUseAsync();

        // The least of three rounds: what leaks does so in each, each of the four pools may take a new slab of a megabyte in one.
        long growth = long.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            long before = GC.GetTotalMemory(forceFullCollection: true);
            await ChurnAsync(asking, 5000);
            await AwaitNoFlowsAsync(near, asked);
            growth = Math.Min(growth, GC.GetTotalMemory(forceFullCollection: true) - before);
            output.WriteLine($"{growth / 1024} KiB of managed memory more");
        }

        // Both daemons and both programs; over udp each daemon remembers 5000 closed flows for a while.
        Assert.InRange(growth, long.MinValue, 5L << 20);
        StackUse after = await near.Daemon.Management.Inspection.GetUseAsync();
        Assert.Equal((held.Buffers, 0), (after.Buffers, after.Flows));
        await listener.DisposeAsync();
        await Assert.ThrowsAsync<LaminaException>(() => closing.WaitAsync(Patience));
    }

    private static async Task ChurnAsync(NetworkStack asking, int count) =>
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            for (int i = 0; i < count / 10; i++)
            {
                await (await asking.AllocateAsync("crowd", timeout: Patience)).CloseAsync();
            }
        })).WaitAsync(Patience);

    private static async Task<Flow[]> AcceptAsync(FlowListener listener, int count)
    {
        var flows = new Flow[count];
        for (int i = 0; i < count; i++)
        {
            flows[i] = await listener.AcceptAsync();
        }

        return flows;
    }

    private static async Task PassAsync(Flow flow, int number)
    {
        byte[] message = BitConverter.GetBytes(number);
        byte[] answer = new byte[16];
        await flow.WriteAsync(message);
        Assert.Equal(message.Length, (await flow.ReadAsync(answer)).Length);
        Assert.Equal(number, BitConverter.ToInt32(answer));
    }

    private static async Task EchoOnceAsync(Flow flow)
    {
        byte[] buffer = new byte[16];
        int length = (await flow.ReadAsync(buffer)).Length;
        await flow.WriteAsync(buffer.AsMemory(0, length));
    }

    /// <summary>Joins two daemons' stacks in a udp layer; the far one serves the name.</summary>
    private static async Task<TestStacks> JoinAsync(TestStacks near, TestStacks far)
    {
        await UdpStacks.BootstrapAsync(far.Daemon.Management, []);
        IPEndPoint place = (await far.Daemon.Management.Ipcps.ListPortsAsync())[0].Local;
        await UdpStacks.BootstrapAsync(near.Daemon.Management, [place]);
        TestStacks.AssertOk(await far.Daemon.Management.Names.RegisterAsync(Name.Parse("crowd"), "internet"));
        return far;
    }

    /// <summary>Closing takes a message there and back.</summary>
    private static async Task AwaitNoFlowsAsync(params TestStacks[] stacks)
    {
        using var patience = new CancellationTokenSource(Patience);
        foreach (TestStacks stack in stacks)
        {
            while ((await stack.Daemon.Management.Inspection.GetUseAsync()).Flows > 0)
            {
                patience.Token.ThrowIfCancellationRequested();
            }
        }
    }
}
