using System.Runtime.InteropServices;
using Lamina.Bearers.Rings;

namespace Lamina.Bearers.Tests.Rings;

/// <summary>Whatever the peer writes, this side stays within its memory, ends its loops, and says so.</summary>
public sealed class HostilePeerTests
{
    [Theory]
    [InlineData(8UL + 64, true)]
    [InlineData(4UL, false)]
    [InlineData(ulong.MaxValue - 7, false)]
    [InlineData(64UL, false)]
    public void A_producer_position_that_cannot_be_is_corrupt(ulong position, bool afterOne)
    {
        using var ring = new TestRing(64);
        var reader = new RingReader(ring.Memory);
        if (afterOne)
        {
            var writer = new RingWriter(ring.Memory);
            writer.TryReserve(0, out _);
            writer.Commit(0, 0);
            writer.Publish();
            Assert.True(reader.TryPeek(out _, out _));
            reader.Advance();
        }

        // 64 ahead of the start is a full ring: legal as a position, but these zeros are no tiling of it by more than 8.
        ring.ProducerPosition = position;
        var records = 0;
        while (reader.TryPeek(out _, out _) && records++ < 100)
        {
            reader.Advance();
        }

        Assert.True(reader.State == RingState.Corrupt || (position == 64 && records == 8));
        Assert.False(reader.Release() || reader.TryPeek(out _, out _));
    }

    [Theory]
    [InlineData(ulong.MaxValue - 7)]
    [InlineData(16UL)]
    [InlineData(4UL)]
    public void A_consumer_that_frees_what_it_never_got_is_corrupt(ulong position)
    {
        using var ring = new TestRing(64);
        var writer = new RingWriter(ring.Memory);
        Assert.True(writer.TryReserve(24, out _));
        writer.Commit(0, 0);
        writer.Publish();
        ring.ConsumerPosition = position;
        while (writer.TryReserve(24, out _))
        {
            writer.Commit(24, 0);
        }

        Assert.Equal(RingState.Corrupt, writer.State);
        Assert.False(writer.Publish());
        Assert.False(writer.PrepareToWait(8));
    }

    [Fact]
    public void Padding_alone_or_twice_is_corrupt()
    {
        using var ring = new TestRing(64);
        var reader = new RingReader(ring.Memory);
        MemoryMarshal.Write(ring.Data, ulong.MaxValue);
        ring.ProducerPosition = 64;
        Assert.False(reader.TryPeek(out _, out _));
        Assert.Equal(RingState.Corrupt, reader.State);
    }

    [Fact]
    public void A_reader_survives_any_bytes()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            using var ring = new TestRing(64 << random.Next(3));
            var writer = new RingWriter(ring.Memory);
            var reader = new RingReader(ring.Memory);
            for (var turn = 0; turn < 20 && reader.State == RingState.Open; turn++)
            {
                if (writer.TryReserve(random.Next(writer.MaxRecordLength + 1), out var bytes))
                {
                    random.NextBytes(bytes);
                    writer.Commit(bytes.Length, 0);
                    writer.Publish();
                }

                if (random.Next(4) == 0)
                {
                    Scribble(random, ring);
                }

                var records = 0;
                while (reader.TryPeek(out var got, out _))
                {
                    Assert.True(ring.Holds(got), $"seed {seed}: a record outside the ring");
                    Assert.True(++records <= ring.Data.Length / 8, $"seed {seed}: no end");
                    reader.Advance();
                }

                reader.Release();
                reader.PrepareToSleep();
            }
        }
    }

    [Fact]
    public void A_writer_survives_any_positions()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            using var ring = new TestRing(64 << random.Next(3));
            var writer = new RingWriter(ring.Memory);
            for (var turn = 0; turn < 20; turn++)
            {
                ring.ConsumerPosition = random.Next(3) == 0 ? Mutate(random, ring.ConsumerPosition) : ring.ProducerPosition;
                if (writer.TryReserve(random.Next(writer.MaxRecordLength + 1), out var bytes))
                {
                    Assert.True(ring.Holds(bytes), $"seed {seed}: room outside the ring");
                    bytes.Fill(1);
                    writer.Commit(random.Next(bytes.Length + 1), 0);
                }

                writer.Publish();
                writer.PrepareToWait(random.Next(writer.MaxRecordLength + 1));
            }
        }
    }

    private static void Scribble(Random random, TestRing ring)
    {
        switch (random.Next(3))
        {
            case 0:
                ring.ProducerPosition = Mutate(random, ring.ProducerPosition);
                break;
            case 1:
                random.NextBytes(ring.Data);
                break;
            default:
                // A record header: its length near one of the bounds.
                var at = random.Next(ring.Data.Length / 8) * 8;
                MemoryMarshal.Write(ring.Data[at..], random.Next(3) == 0 ? uint.MaxValue : (uint)random.Next(-2, ring.Data.Length + 2));
                break;
        }
    }

    private static ulong Mutate(Random random, ulong position) => random.Next(4) switch
    {
        0 => (ulong)random.NextInt64(),
        1 => position + (ulong)(8 * random.Next(-20, 20)),
        2 => position + (ulong)random.Next(16),
        _ => ~position,
    };
}
