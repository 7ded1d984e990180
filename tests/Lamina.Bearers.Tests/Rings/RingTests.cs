using Lamina.Bearers.Rings;

namespace Lamina.Bearers.Tests.Rings;

public sealed class RingTests
{
    [Fact]
    public void Records_arrive_whole_in_order_with_their_tags()
    {
        using var ring = new TestRing(256);
        var writer = new RingWriter(ring.Memory);
        var reader = new RingReader(ring.Memory);
        var random = new Random(1);
        uint sent = 0, received = 0;
        while (received < 10_000)
        {
            while (sent < 10_000 && Write(writer, Record(sent), sent))
            {
                sent++;
            }

            writer.Publish();
            for (var n = random.Next(1, 8); n > 0 && reader.TryPeek(out var bytes, out var tag); n--)
            {
                Assert.Equal(received, tag);
                Assert.Equal(Record(received), bytes.ToArray());
                reader.Advance();
                received++;
            }

            reader.Release();
        }

        Assert.False(reader.TryPeek(out _, out _));
        Assert.Equal(RingState.Open, reader.State);
        Assert.Equal(RingState.Open, writer.State);
    }

    [Fact]
    public void A_train_appears_at_once_when_it_is_published()
    {
        using var ring = new TestRing(256);
        var writer = new RingWriter(ring.Memory);
        var reader = new RingReader(ring.Memory);
        Assert.True(Write(writer, [1], 1));
        Assert.True(Write(writer, [2, 2], 2));
        Assert.False(reader.TryPeek(out _, out _));
        writer.Publish();
        Assert.True(reader.TryPeek(out var first, out _));
        Assert.Equal([1], first.ToArray());
        reader.Advance();
        Assert.True(reader.TryPeek(out var second, out _));
        Assert.Equal([2, 2], second.ToArray());
    }

    [Fact]
    public void Peeking_twice_gives_the_same_record()
    {
        using var ring = new TestRing(64);
        var writer = new RingWriter(ring.Memory);
        var reader = new RingReader(ring.Memory);
        Write(writer, [7], 7);
        writer.Publish();
        Assert.True(reader.TryPeek(out _, out var once));
        Assert.True(reader.TryPeek(out _, out var again));
        Assert.Equal(once, again);
        reader.Advance();
        Assert.False(reader.TryPeek(out _, out _));
    }

    [Fact]
    public void A_full_ring_refuses_until_space_is_given_back()
    {
        using var ring = new TestRing(64);
        var writer = new RingWriter(ring.Memory);
        var reader = new RingReader(ring.Memory);
        Assert.True(Write(writer, new byte[24], 1));
        Assert.True(Write(writer, new byte[24], 2));
        Assert.False(Write(writer, [], 3));
        writer.Publish();
        Assert.True(reader.TryPeek(out _, out _));
        reader.Advance();
        Assert.False(Write(writer, [], 3));
        reader.Release();
        Assert.True(Write(writer, [], 3));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(4096)]
    public void The_longest_record_fits_an_empty_ring_at_every_position(int capacity)
    {
        using var ring = new TestRing(capacity);
        var writer = new RingWriter(ring.Memory);
        var reader = new RingReader(ring.Memory);
        for (var i = 0; i < capacity; i++)
        {
            Assert.True(Write(writer, new byte[writer.MaxRecordLength], 0));
            writer.Publish();
            Assert.True(reader.TryPeek(out var bytes, out _));
            Assert.Equal(writer.MaxRecordLength, bytes.Length);
            reader.Advance();
            Assert.True(Write(writer, [], 0) || capacity == 64);
            writer.Publish();
            if (reader.TryPeek(out _, out _))
            {
                reader.Advance();
            }

            reader.Release();
        }
    }

    [Fact]
    public void Only_a_sleeping_consumer_is_woken_and_only_once()
    {
        using var ring = new TestRing(256);
        var writer = new RingWriter(ring.Memory);
        var reader = new RingReader(ring.Memory);
        Write(writer, [], 0);
        Assert.False(writer.Publish());
        Assert.False(reader.PrepareToSleep());
        Assert.True(reader.TryPeek(out _, out _));
        reader.Advance();
        reader.Release();
        Assert.True(reader.PrepareToSleep());
        Write(writer, [], 0);
        Assert.True(writer.Publish());
        Write(writer, [], 0);
        Assert.False(writer.Publish());
    }

    [Fact]
    public void Only_a_waiting_producer_is_woken()
    {
        using var ring = new TestRing(64);
        var writer = new RingWriter(ring.Memory);
        var reader = new RingReader(ring.Memory);
        Write(writer, new byte[24], 0);
        Write(writer, new byte[24], 0);
        writer.Publish();
        reader.TryPeek(out _, out _);
        reader.Advance();
        Assert.True(writer.PrepareToWait(24));
        Assert.True(reader.Release());
        Assert.False(writer.PrepareToWait(24));
    }

    [Fact]
    public void A_side_that_comes_back_continues_where_it_stood()
    {
        using var ring = new TestRing(256);
        var first = new RingWriter(ring.Memory);
        Write(first, [1], 1);
        first.Publish();
        var second = new RingWriter(ring.Memory);
        Write(second, [2], 2);
        second.Publish();
        var reader = new RingReader(ring.Memory);
        Assert.True(reader.TryPeek(out _, out var tag));
        Assert.Equal(1u, tag);
        reader.Advance();
        reader.Release();
        var successor = new RingReader(ring.Memory);
        Assert.True(successor.TryPeek(out _, out tag));
        Assert.Equal(2u, tag);
    }

    [Fact]
    public unsafe void Memory_that_is_no_ring_is_refused()
    {
        using var ring = new TestRing(256);
        Assert.True(RingMemory.TryAttach(ring.Start, 4096 + 256, out var attached));
        Assert.Equal(256, attached.Capacity);
        Assert.False(RingMemory.TryAttach(ring.Start, 4096 + 255, out _));
        foreach (var capacity in new ulong[] { 0, 32, 200, 512, ulong.MaxValue, (1UL << 32) + 256 })
        {
            *(ulong*)(ring.Start + 8) = capacity;
            Assert.False(RingMemory.TryAttach(ring.Start, 4096 + 256, out _));
        }

        *(ulong*)(ring.Start + 8) = 256;
        *(uint*)(ring.Start + 4) = RingLayout.Version + 1;
        Assert.False(RingMemory.TryAttach(ring.Start, 4096 + 256, out _));
    }

    private static bool Write(RingWriter writer, byte[] content, uint tag)
    {
        if (!writer.TryReserve(content.Length, out var bytes))
        {
            return false;
        }

        content.CopyTo(bytes);
        writer.Commit(content.Length, tag);
        return true;
    }

    private static byte[] Record(uint n)
    {
        var record = new byte[n * 7 % 61];
        new Random((int)n).NextBytes(record);
        return record;
    }
}
