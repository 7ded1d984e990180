namespace Lamina.Core.Tests.Buffers;

public class PacketPoolTests
{
    [Fact]
    public void The_bound_holds_and_a_refusal_is_counted()
    {
        var pool = new PacketPool(limit: 4 << 20);
        var held = new List<PacketBuffer>();
        while (pool.TryRent(PacketPool.LargeCapacity, out PacketBuffer buffer))
        {
            held.Add(buffer);
        }

        Assert.InRange(pool.AllocatedBytes, 1, 4 << 20);
        Assert.Equal(1, pool.RefusedCount);
        Assert.Equal(held.Count, pool.RentedCount);
        held.ForEach(buffer => buffer.Release());
        Assert.Equal(0, pool.RentedCount);
        Assert.True(pool.TryRent(PacketPool.LargeCapacity, out PacketBuffer again));
        again.Release();
    }

    [Fact]
    public void The_last_holder_gives_the_memory_back()
    {
        var pool = new PacketPool();
        Assert.True(pool.TryRent(100, out PacketBuffer buffer));
        Assert.False(buffer.IsShared);
        buffer.Retain();
        Assert.True(buffer.IsShared);
        buffer.Release();
        Assert.Equal(1, pool.RentedCount);
        buffer.Release();
        Assert.Equal(0, pool.RentedCount);
        Assert.Throws<InvalidOperationException>(buffer.Release);
    }

    [Fact]
    public void Two_buffers_never_overlap()
    {
        var pool = new PacketPool();
        var held = new List<PacketBuffer>();
        for (int i = 0; i < 600; i++)
        {
            Assert.True(pool.TryRent(i % 2 == 0 ? PacketPool.SmallCapacity : PacketPool.LargeCapacity, out PacketBuffer buffer));
            buffer.Span.Fill((byte)i);
            held.Add(buffer);
        }

        for (int i = 0; i < held.Count; i++)
        {
            Assert.True(held[i].Span.IndexOfAnyExcept((byte)i) < 0);
        }
    }

    [Fact]
    public void A_queue_of_trains_is_bounded_in_bytes_and_gives_everything_back()
    {
        var pool = new PacketPool();
        var queue = new TrainQueue(byteLimit: 1000);
        int taken = 0;
        for (int i = 0; i < 20; i++)
        {
            pool.TryRent(100, out PacketBuffer buffer);
            if (queue.TryEnqueue(Train.Single(buffer, 0, 100)))
            {
                taken++;
            }
            else
            {
                buffer.Release();
            }
        }

        Assert.Equal(10, taken);
        Assert.Equal(1000, queue.Bytes);
        Assert.Equal(0, queue.Room);
        queue.Clear();
        Assert.Equal((0, 0, 0), (queue.Count, queue.Bytes, pool.RentedCount));
    }
}
