using System.Diagnostics;
using System.Security.Cryptography;
using Lamina.Core;
using Lamina.Node.Attach;

namespace Lamina.Tests.Attached;

/// <summary>
/// Attached programs over a layer that holds their flows back. Proves that nothing is lost for want of credit, and that no flow waits
/// for another. Not: the share of the link, which the congestion tests measure.
/// </summary>
public class AttachCreditTests(ITestOutputHelper output)
{
    /// <summary>Where packets of programs go: shared memory, or the socket.</summary>
    protected virtual bool SharesMemory => true;

    private const long Rate = 10_000_000;

    [Fact]
    public async Task A_raw_flow_that_waits_for_room_loses_nothing()
    {
        const int Messages = 1000;
        await using SlowNetwork network = await SlowNetwork.StartAsync(Rate, sharesMemory: SharesMemory);
        (Flow from, Flow to) = await network.OpenAsync(QosSpec.Raw);
        Task<int> reading = Task.Run(() => CountInOrder(to, Messages));
        byte[] message = new byte[1200];
        for (int i = 0; i < Messages; i++)
        {
            BitConverter.TryWriteBytes(message, i);
            from.Write(message);
        }

        // What was written still goes, although its flow is closed and its daemon holds some of it.
        await from.CloseAsync();
        Assert.Equal(Messages, await reading.WaitAsync(SlowNetwork.Patience));
        await AssertNothingLostAsync(network);
    }

    [Fact]
    public async Task A_data_flow_sends_next_to_nothing_twice()
    {
        const int Bytes = 3 << 20;
        await using SlowNetwork network = await SlowNetwork.StartAsync(Rate, sharesMemory: SharesMemory);
        (Flow from, Flow to) = await network.OpenAsync(QosSpec.Data);
        byte[] content = new byte[Bytes];
        new Random(7).NextBytes(content);
        var watch = Stopwatch.StartNew();
        Task writing = Task.Run(() =>
        {
            for (int i = 0; i < Bytes; i += 32 << 10)
            {
                from.Write(content.AsSpan(i, 32 << 10));
            }
        });
        byte[] read = new byte[Bytes];
        for (int i = 0; i < Bytes;)
        {
            i += to.Read(read.AsSpan(i)).Length;
        }

        double rate = 8.0 * Bytes / watch.Elapsed.TotalSeconds / Rate;
        await writing.WaitAsync(SlowNetwork.Patience);
        Assert.Equal(SHA256.HashData(content), SHA256.HashData(read));
        output.WriteLine($"{rate:P1} of the link; {from.Counters.Sent} packets, {from.Counters.Retransmitted} of them sent again");
        await AssertNothingLostAsync(network);

        // Loose, for machines that do much else: without credit across the attachment each packet went seven times.
        Assert.True(rate > 0.1, $"{rate:P0} of the link");
        Assert.InRange(from.Counters.Retransmitted, 0, from.Counters.Sent / 5);
        await from.CloseAsync();
    }

    [Fact]
    public async Task A_flow_that_waits_does_not_hold_another_of_its_program()
    {
        const int Turns = 2000;
        await using SlowNetwork network = await SlowNetwork.StartAsync(bitsPerSecond: 200_000, sharesMemory: SharesMemory);
        (Flow slow, Flow slowEnd) = await network.OpenAsync(QosSpec.Data);
        await using FlowListener listener = await network.Program.ListenAsync("near");
        await using Flow near = await network.Program.AllocateAsync("near");
        await using Flow nearEnd = await listener.AcceptAsync().WaitAsync(SlowNetwork.Patience);
        (near.ReadTimeout, nearEnd.ReadTimeout) = (SlowNetwork.Patience, SlowNetwork.Patience);
        using var enough = new CancellationTokenSource();

        // A minute's worth and more.
        Task writing = slow.WriteAsync(new byte[2 << 20], enough.Token).AsTask();
        byte[] buffer = new byte[1000];
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Turns; i++)
        {
            near.Write("there"u8);
            Assert.Equal(5, nearEnd.Read(buffer).Length);
            nearEnd.Write("back"u8);
            Assert.Equal(4, near.Read(buffer).Length);
        }

        output.WriteLine($"{watch.Elapsed.TotalMicroseconds / Turns:F0} us a turn beside a flow that waits");
        Assert.False(writing.IsCompleted, "the slow flow did not wait");
        AttachCounters counters = await AssertNothingLostAsync(network);
        Assert.True(counters.TrainsHeld > 0, "nothing was held");
        enough.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        slow.Abort();
        await slowEnd.DisposeAsync();
    }

    private static async Task<AttachCounters> AssertNothingLostAsync(SlowNetwork network)
    {
        AttachCounters counters = await network.CountAsync();
        Assert.Equal((0L, 0L, 0L), (counters.DroppedNoCredit, counters.DroppedNoBuffer, counters.RefusedFlowId));
        return counters;
    }

    private static int CountInOrder(Flow flow, int most)
    {
        byte[] buffer = new byte[2000];
        int count = 0;
        while (count < most && flow.Read(buffer) is { IsEndOfFlow: false })
        {
            Assert.Equal(count, BitConverter.ToInt32(buffer));
            count++;
        }

        return count;
    }
}
