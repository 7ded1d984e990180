namespace Lamina.Core.Tests.Buffers;

public class TrainTests
{
    private readonly PacketPool _pool = new();

    [Fact]
    public void Headers_pushed_by_every_layer_make_the_train_contiguous()
    {
        Train train = Laid(payload: 100, last: 40, count: 5, headRoom: 30);
        Assert.False(train.IsContiguous);
        train.Push(20);
        train.Push(10);
        Assert.True(train.IsContiguous);
        Assert.Equal((4 * 130) + 70, train.TotalLength);
        Assert.Equal(0, train.HeadRoom);
        Assert.Throws<InvalidOperationException>(() => train.Push(1));
    }

    [Fact]
    public void What_was_pushed_is_popped()
    {
        Train train = Laid(payload: 100, last: 40, count: 3, headRoom: 8);
        for (int i = 0; i < 3; i++)
        {
            train[i].Fill((byte)(i + 1));
        }

        train.Push(8);
        for (int i = 0; i < 3; i++)
        {
            train[i][..8].Fill(0xEE);
        }

        train.Pop(8);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(i == 2 ? 40 : 100, train[i].Length);
            Assert.True(train[i].IndexOfAnyExcept((byte)(i + 1)) < 0);
        }
    }

    [Fact]
    public void Received_segments_follow_each_other_and_the_last_is_short()
    {
        _pool.TryRent(2000, out PacketBuffer buffer);
        Train train = Train.Contiguous(buffer, 64, 350, 100);
        Assert.Equal(4, train.Count);
        Assert.Equal(50, train.LastLength);
        Assert.Equal(350, train.TotalLength);
        Assert.Equal(0, train.HeadRoom);
        Assert.Equal(1, Train.Contiguous(buffer, 64, 100, 100).Count);
        Assert.Equal(1, Train.Contiguous(buffer, 64, 100, 0).Count);
        Assert.Equal(64, Train.Contiguous(buffer, 64, 100, 100).HeadRoom);
        buffer.Release();
    }

    [Fact]
    public void A_pop_beyond_the_shortest_segment_is_a_bug_and_says_so()
    {
        Train train = Laid(payload: 100, last: 4, count: 2, headRoom: 0);
        Assert.Throws<InvalidOperationException>(() => train.Pop(5));
    }

    [Fact]
    public void Random_slices_pushes_and_pops_agree_with_plain_arrays()
    {
        for (ulong seed = 1; seed <= 2000; seed++)
        {
            var random = new SeededRandom(seed);
            int headRoom = random.Next(64);
            int payload = 1 + random.Next(1200);
            Train train = Laid(payload, 1 + random.Next(payload), 1 + random.Next(40), headRoom);
            PacketBuffer buffer = train.Buffer;
            var oracle = new List<byte[]>();
            for (int i = 0; i < train.Count; i++)
            {
                random.Fill(train[i]);
                oracle.Add(train[i].ToArray());
            }

            for (int step = 0; step < 12; step++)
            {
                switch (random.Next(3))
                {
                    case 0 when train.HeadRoom > 0:
                        int push = 1 + random.Next(train.HeadRoom);
                        train.Push(push);
                        for (int i = 0; i < train.Count; i++)
                        {
                            random.Fill(train[i][..push]);
                            oracle[i] = [.. train[i][..push], .. oracle[i]];
                        }

                        break;
                    case 1 when train.ShortestLength > 0:
                        int pop = random.Next(train.ShortestLength);
                        train.Pop(pop);
                        oracle = [.. oracle.Select(segment => segment[pop..])];
                        break;
                    case 2:
                        int first = random.Next(train.Count);
                        int count = 1 + random.Next(train.Count - first);
                        train = train.Slice(first, count);
                        oracle = oracle.GetRange(first, count);
                        break;
                }

                Assert.Equal(oracle.Sum(segment => segment.Length), train.TotalLength);
                for (int i = 0; i < train.Count; i++)
                {
                    Assert.True(train[i].SequenceEqual(oracle[i]), $"seed {seed}, step {step}, segment {i}");
                }
            }

            if (train.TryCopy(_pool, 16, out Train copy))
            {
                for (int i = 0; i < copy.Count; i++)
                {
                    Assert.True(copy[i].SequenceEqual(oracle[i]), $"seed {seed}, copy, segment {i}");
                }

                copy.Buffer.Release();
            }

            buffer.Release();
        }

        Assert.Equal(0, _pool.RentedCount);
    }

    private Train Laid(int payload, int last, int count, int headRoom)
    {
        Assert.True(_pool.TryRent(PacketPool.LargeCapacity, out PacketBuffer buffer));
        return new Train
        {
            Buffer = buffer,
            Offset = headRoom,
            Stride = payload + headRoom,
            Length = count == 1 ? last : payload,
            LastLength = last,
            Count = count,
            HeadRoom = headRoom,
        };
    }
}
