using System.Threading.Channels;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Node;
using Lamina.Node.Management;

namespace Lamina.Tests;

/// <summary>Programs of one stack that reach each other without a layer, and allocations that are given up.</summary>
public sealed class DirectFlowTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Sixty_four_megabytes_between_two_attached_programs()
    {
        await using TestStacks stacks = await TestStacks.StartAsync();
        await using NetworkStack serving = await stacks.AttachAsync();
        await using NetworkStack asking = await stacks.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("bulk");
        await using Flow client = await asking.AllocateAsync("bulk");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        FlowInfo line = Assert.Single(await stacks.Daemon.Management.Flows.ListAsync());
        Assert.Null(line.IpcProcess);
        double goodput = await Transfer.RunAsync(client, server, 64L << 20, 8192);
        output.WriteLine($"attached to attached, direct: {goodput:0.00} Gbit/s");
        double back = await Transfer.RunAsync(server, client, 64L << 20, 60_000);
        output.WriteLine($"back, longer messages: {back:0.00} Gbit/s");
    }

    [Fact]
    public async Task Sixty_four_megabytes_inside_one_program()
    {
        await using NetworkStack stack = await NetworkStack.StartAsync();
        await using FlowListener listener = await stack.ListenAsync("bulk");
        await using Flow client = await stack.AllocateAsync("bulk");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        double goodput = await Transfer.RunAsync(client, server, 64L << 20, 8192);
        output.WriteLine($"embedded, direct: {goodput:0.00} Gbit/s");
    }

    [Fact]
    public async Task A_program_that_is_killed_is_heard_of_and_the_other_one_serves()
    {
        await using TestStacks stacks = await TestStacks.StartAsync();
        NetworkStack first = await stacks.AttachAsync();
        await using NetworkStack second = await stacks.AttachAsync();
        await using NetworkStack asking = await stacks.AttachAsync();
        FlowListener firstListener = await first.ListenAsync("n");
        await using FlowListener secondListener = await second.ListenAsync("n");
        await using Flow one = await asking.AllocateAsync("n");
        await using Flow two = await asking.AllocateAsync("n");
        await firstListener.AcceptAsync().WaitAsync(Patience);
        await using Flow served = await secondListener.AcceptAsync().WaitAsync(Patience);
        first.Host.Driver.Dispose();

        while (one.CloseReason == CloseReason.None && two.CloseReason == CloseReason.None)
        {
            await Task.Yield();
        }

        Assert.Equal([CloseReason.None, CloseReason.PeerDied], new[] { one.CloseReason, two.CloseReason }.Order());
        for (int i = 0; i < 2; i++)
        {
            await using Flow next = await asking.AllocateAsync("n");
            await using Flow nextServed = await secondListener.AcceptAsync().WaitAsync(Patience);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_allocation_that_is_cancelled_or_late_is_given_up_everywhere(bool isAttached)
    {
        await using TestStacks stacks = await TestStacks.StartAsync();
        await using NetworkStack asking = isAttached ? await stacks.AttachAsync() : await NetworkStack.StartAsync();
        StackNode node = isAttached ? stacks.Daemon : (StackNode)asking.Host;
        var silent = new SilentAcceptor();
        await node.LookAsync(() => node.Irm.Bind(Name.Parse("silent"), silent).IsOk);

        using var cancellation = new CancellationTokenSource();
        Task<Flow> wish = asking.AllocateAsync("silent", cancellationToken: cancellation.Token);
        ArrivingFlow arrival = await silent.Arrivals.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.True(await node.LookAsync(() => arrival.IsPending));
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wish);
        await AssertGoneAsync(node, arrival);

        wish = asking.AllocateAsync("silent", timeout: TimeSpan.FromMilliseconds(50));
        arrival = await silent.Arrivals.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        LaminaException late = await Assert.ThrowsAsync<LaminaException>(() => wish);
        Assert.Equal(LaminaError.Timeout, late.Error);
        await AssertGoneAsync(node, arrival);

        // The attachment lives on, and its numbers with it.
        await using FlowListener listener = await asking.ListenAsync("n");
        await using Flow flow = await asking.AllocateAsync("n");
    }

    private static async Task AssertGoneAsync(StackNode node, ArrivingFlow arrival)
    {
        // Far below the 3 s after which it would go by itself.
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (await node.LookAsync(() => arrival.IsPending))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), "the wish was not withdrawn");
        }
    }

    private sealed class SilentAcceptor : IFlowAcceptor
    {
        public Channel<ArrivingFlow> Arrivals { get; } = Channel.CreateUnbounded<ArrivingFlow>();

        public string Description => "a program that does not answer";

        public void HandleArrival(Name name, ArrivingFlow arrival, Instant now) => Arrivals.Writer.TryWrite(arrival);
    }
}
