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
    public void A_buffer_is_large_enough_and_at_most_twice_too_large()
    {
        var pool = new PacketPool();
        for (int bytes = 1; bytes <= PacketPool.LargeCapacity; bytes++)
        {
            Assert.True(pool.TryRent(bytes, out PacketBuffer buffer));
            Assert.InRange(buffer.Capacity, bytes, Math.Max(PacketPool.SmallCapacity, bytes * 33 / 16));
            Assert.Equal(PacketPool.CapacityFor(bytes), buffer.Capacity);
            Assert.Equal((1, buffer.Capacity), (pool.RentedCount, pool.RentedBytes));
            buffer.Release();
        }
    }

    [Fact]
    public void Memory_that_came_back_serves_any_size_again()
    {
        var pool = new PacketPool(limit: 2 << 20);
        foreach (int capacity in new[] { 1000, 60_000, 3000, 20_000, 8000, 2000, 66_000, 10 })
        {
            var held = new List<PacketBuffer>();
            while (pool.TryRent(capacity, out PacketBuffer buffer))
            {
                held.Add(buffer);
            }

            // All but what a slab's end and the halves of sizes leave over.
            Assert.InRange(pool.RentedBytes, (2 << 20) - (2 * PacketPool.LargeCapacity), 2 << 20);
            held.ForEach(buffer => buffer.Release());
            Assert.Equal((0, 0L), (pool.RentedCount, pool.RentedBytes));
        }
    }

    [Fact]
    public void Buffers_of_all_sizes_come_and_go_at_random()
    {
        var pool = new PacketPool(limit: 8 << 20);
        var random = new SeededRandom(1);
        var held = new List<PacketBuffer>();
        for (int i = 0; i < 100_000; i++)
        {
            if (random.NextUInt64() % 2 == 0 && pool.TryRent((int)(random.NextUInt64() % (2048UL << (int)(random.NextUInt64() % 6))), out PacketBuffer rented))
            {
                rented.Span[0] = rented.Span[^1] = (byte)rented.GetHashCode();
                held.Add(rented);
            }
            else if (held.Count > 0)
            {
                int which = (int)(random.NextUInt64() % (uint)held.Count);
                PacketBuffer released = held[which];
                Assert.Equal(((byte)released.GetHashCode(), (byte)released.GetHashCode()), (released.Span[0], released.Span[^1]));
                held[which] = held[^1];
                held.RemoveAt(held.Count - 1);
                released.Release();
            }

            Assert.Equal((held.Count, held.Sum(buffer => (long)buffer.Capacity)), (pool.RentedCount, pool.RentedBytes));
        }

        Assert.InRange(pool.AllocatedBytes, 1, 8 << 20);
    }

    [Fact]
    public void Two_buffers_never_overlap()
    {
        var pool = new PacketPool();
        var held = new List<PacketBuffer>();
        for (int i = 0; i < 600; i++)
        {
            Assert.True(pool.TryRent(2000 << (i % 6), out PacketBuffer buffer));
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
