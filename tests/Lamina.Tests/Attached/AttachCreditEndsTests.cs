using Lamina.Core;
using Lamina.Node;
using Lamina.Node.Attach;

namespace Lamina.Tests.Attached;

/// <summary>Programs that end, or do not keep to what they were granted, while packets of theirs wait in the daemon.</summary>
public class AttachCreditEndsTests
{
    /// <summary>Where packets of programs go: shared memory, or the socket.</summary>
    protected virtual bool SharesMemory => true;

    [Fact]
    public async Task A_program_may_write_close_and_exit()
    {
        const int Messages = 20;
        await using SlowNetwork network = await SlowNetwork.StartAsync(bitsPerSecond: 1_000_000, sharesMemory: SharesMemory);
        (Flow from, Flow to) = await network.OpenAsync(QosSpec.Raw);
        byte[] message = new byte[1200];
        for (int i = 0; i < Messages; i++)
        {
            from.Write(message);
        }

        await from.DisposeAsync();
        await network.Program.DisposeAsync();
        byte[] buffer = new byte[2000];
        for (int i = 0; i < Messages; i++)
        {
            Assert.Equal(1200, to.Read(buffer).Length);
        }

        Assert.True(to.Read(buffer).IsEndOfFlow);
    }

    [Fact]
    public async Task What_a_program_leaves_behind_is_given_back()
    {
        await using SlowNetwork network = await SlowNetwork.StartAsync(bitsPerSecond: 2_000_000, sharesMemory: SharesMemory);
        int flows = await CountFlowsAsync(network);
        (Flow from, _) = await network.OpenAsync(QosSpec.Data);
        Task writing = from.WriteAsync(new byte[8 << 20]).AsTask();
        await AwaitAsync(async () => (await network.CountAsync()).TrainsHeld > 0);

        // Dies with its connection; what the link itself holds has left soon after.
        await network.Program.DisposeAsync();
        await Assert.ThrowsAsync<LaminaException>(() => writing);
        await AwaitAsync(() => Task.FromResult(network.Near.Daemon.Pool.RentedCount < 5));
        await AwaitAsync(async () => await CountFlowsAsync(network) == flows);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_sends_more_than_was_granted_loses_it_and_nobody_else_notices(bool isUncredited)
    {
        await using SlowNetwork network = await SlowNetwork.StartAsync(bitsPerSecond: 200_000, sharesMemory: SharesMemory);
        (Flow slow, _) = await network.OpenAsync(QosSpec.Raw);
        await using FlowListener listener = await network.Program.ListenAsync("near");
        await using Flow near = await network.Program.AllocateAsync("near");
        await using Flow nearEnd = await listener.AcceptAsync().WaitAsync(SlowNetwork.Patience);
        while (slow.TryWrite(new byte[1200]))
        {
            // Until its layer takes no more, and its daemon grants no more.
        }

        var attachment = (StackAttachment)network.Program.Host;
        Assert.True(network.Program.TryRun(_ =>
        {
            for (int i = 0; i < 400; i++)
            {
                Assert.True(attachment.Driver.Context.Pool.TryRent(1200, out PacketBuffer buffer));
                attachment.Stack.Transmit(1, Train.Single(buffer, 0, 1200), isUncredited);
                buffer.Release();
            }
        }));
        await AwaitAsync(async () => (await network.CountAsync()).DroppedNoCredit > 100);
        near.Write("here"u8);
        Assert.Equal(4, (await nearEnd.ReadAsync(new byte[100]).AsTask().WaitAsync(SlowNetwork.Patience)).Length);
        AttachCounters counters = await network.CountAsync();
        Assert.InRange(network.Near.Daemon.Pool.RentedBytes, 0, 4 << 20);
        Assert.Equal((0L, 0L), (counters.RefusedFlowId, counters.DroppedNoBuffer));
        slow.Abort();
    }

    private static async Task<int> CountFlowsAsync(SlowNetwork network) =>
        (await network.Near.Daemon.Management.Inspection.GetUseAsync()).Flows;

    private static async Task AwaitAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(SlowNetwork.Patience);
        while (!await condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
