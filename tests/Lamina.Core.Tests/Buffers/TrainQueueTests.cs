namespace Lamina.Core.Tests.Buffers;

public class TrainQueueTests
{
    [Fact]
    public void Trains_of_few_bytes_are_bounded_by_their_number()
    {
        var pool = new PacketPool();
        var queue = new TrainQueue(byteLimit: 1 << 20);
        int taken = 0;
        for (int i = 0; i < 5000; i++)
        {
            Assert.True(pool.TryRent(1, out PacketBuffer buffer));
            if (queue.TryEnqueue(Train.Single(buffer, 0, i % 2)))
            {
                taken++;
            }
            else
            {
                buffer.Release();
            }
        }

        Assert.Equal(TrainQueue.MaxTrains, taken);
        Assert.Equal(TrainQueue.MaxTrains, queue.Count);
        queue.Clear();
        Assert.Equal(0, pool.RentedCount);
    }
}
