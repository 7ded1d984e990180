using Lamina.Core;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>Flows of one domain share a pool, and nothing else: one that stands still holds no other.</summary>
public class SharedMemoryTests(ITestOutputHelper output) : PairTests
{
    [Fact]
    public void Flows_whose_readers_sleep_leave_others_their_memory_and_their_way()
    {
        var context = new MachineContext(new PacketPool(limit: 32 << 20), new SeededRandom(1));
        var sleeping = new LoopedPair[8];
        byte[] message = new byte[60_000];
        for (int i = 0; i < sleeping.Length; i++)
        {
            sleeping[i] = new LoopedPair(QosSpec.Data, context);
            int taken = sleeping[i].Fill(message);
            output.WriteLine($"flow {i}: {taken} messages taken, {context.Pool.RentedBytes >> 10} KiB of {context.Pool.Limit >> 10} rented");
        }

        Assert.True(context.Pool.RentedBytes < context.Pool.Limit * 15 / 16, $"{context.Pool.RentedBytes} bytes are rented");
        var awake = new LoopedPair(QosSpec.Data, context);
        awake.Transfer(message, 1000);
        Assert.Equal(1000, awake.B.Counters.MessagesRead);
        Assert.Equal(0, awake.A.Counters.Timeouts);
    }

    [Fact]
    public void A_reader_that_sleeps_holds_no_more_than_the_first_window()
    {
        var pair = MakePair(QosSpec.Data, seed: 1);
        pair.B.Reads = false;
        for (int i = 0; i < 1000; i++)
        {
            pair.A.Write(Texts.Make(i, 60_000));
        }

        pair.RunFor(Duration.FromSeconds(100));
        Assert.InRange(pair.B.Flow.QueuedBytes, 1 << 20, 2 << 20);
        Assert.True(pair.A.Context.Pool.RentedBytes <= (1 << 20) + PacketPool.LargeCapacity, $"{pair.A.Context.Pool.RentedBytes} bytes at the writer");
        Assert.Equal(CloseReason.None, pair.A.Closed);
    }
}
