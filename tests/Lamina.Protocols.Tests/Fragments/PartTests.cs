using Lamina.Core;
using Lamina.Protocols.Fragments;
using Lamina.Wire.Fragments;

namespace Lamina.Protocols.Tests.Fragments;

public class PartTests
{
    private const int HeadRoom = 24;

    private static readonly byte[] Header = [0xA, 0xB, 0xC];

    private readonly PacketPool _pool = new();
    private readonly PartCounters _counters = new();
    private readonly List<byte[]> _joined = [];

    [Theory]
    [InlineData(1)]
    [InlineData(89)]
    [InlineData(90)]
    [InlineData(1000)]
    [InlineData(5696)]
    public void A_packet_of_any_length_comes_out_as_it_went_in(int length)
    {
        byte[] packet = Bytes(length, 1);
        Assert.True(TryCut(packet, 100, out List<byte[]> parts));
        Assert.Equal((length + 88) / 89, parts.Count);
        Assert.All(parts, part => Assert.InRange(part.Length, 1, 100));

        Join(new PartJoiner(_pool, 6000, _counters), parts);

        Assert.Equal(packet, Assert.Single(_joined));
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public void What_needs_more_than_64_parts_is_refused_and_counted()
    {
        int shortest = PartCutter.ShortestFor(5697, Header.Length);
        Assert.Equal(101, shortest);
        Assert.False(TryCut(Bytes(5697, 1), shortest - 1, out _));
        Assert.False(TryCut(Bytes(5697, 1), 11, out _));
        Assert.False(TryCut(Bytes(5697, 1), 3, out _));
        Assert.Equal(3, _counters.NoBuffer);
        Assert.True(TryCut(Bytes(5697, 1), shortest, out List<byte[]> parts));
        Assert.Equal(PartHeader.MaxCount, parts.Count);
    }

    [Fact]
    public void Parts_that_are_lost_doubled_and_reordered_never_make_a_wrong_packet()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            int longest = random.Next(50, 200);
            var joiner = new PartJoiner(_pool, 2000, _counters);
            var expected = new HashSet<string>();
            var sent = new List<byte[]>();
            for (int i = 0; i < 50; i++)
            {
                byte[] packet = Bytes(random.Next(1, 2000), (seed * 50) + i);
                expected.Add(Convert.ToHexString(packet));
                Assert.True(TryCut(packet, longest, out List<byte[]> parts));
                sent.AddRange(parts);

                // Sizes change under way: the path was asked.
                longest = random.Next(8) == 0 ? random.Next(50, 200) : longest;
            }

            int lost = sent.RemoveAll(_ => random.Next(40) == 0);
            Join(joiner, sent.SelectMany(part => random.Next(10) == 0 ? new[] { part, part } : [part])
                .Select((part, place) => (part, place: place + random.Next(8))).OrderBy(pair => pair.place).Select(pair => pair.part));

            Assert.All(_joined, packet => Assert.Contains(Convert.ToHexString(packet), expected));
            Assert.True(lost > 0 || _joined.Count >= 50, $"seed {seed}: {_joined.Count} of 50 without a loss");
            _joined.Clear();
            joiner.Clear();
            Assert.Equal(0, _pool.RentedCount);
        }
    }

    [Fact]
    public void Any_bytes_are_survived_and_counted()
    {
        var joiner = new PartJoiner(_pool, 2000, _counters);
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] junk = new byte[random.Next(1, 101)];
            random.NextBytes(junk);
            if (junk.Length > 8 && random.Next(2) == 0)
            {
                // Nearly right: what reaches deeper.
                (junk[4], junk[7]) = (0, (byte)random.Next(4));
            }

            Join(joiner, [[.. Header, .. junk]]);
        }

        Assert.True(_counters.Malformed > 0);
        Assert.True(_pool.RentedCount <= 32, $"{_pool.RentedCount} buffers held");
        joiner.Clear();
        Assert.Equal(0, _pool.RentedCount);
    }

    private static byte[] Bytes(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private bool TryCut(byte[] packet, int longest, out List<byte[]> parts)
    {
        parts = [];
        _cutter ??= new PartCutter(_pool, Header, _counters);
        if (!_cutter.TryCut(packet, longest, HeadRoom, out Train train))
        {
            return false;
        }

        Assert.Equal(HeadRoom, train.HeadRoom);
        Train below = train;
        below.Push(HeadRoom);
        Assert.True(below.IsContiguous);
        for (int i = 0; i < train.Count; i++)
        {
            parts.Add(train[i].ToArray());
        }

        train.Buffer.Release();
        return true;
    }

    private PartCutter? _cutter;

    private void Join(PartJoiner joiner, IEnumerable<byte[]> parts)
    {
        foreach (byte[] part in parts)
        {
            Assert.Equal(Header, part[..Header.Length]);
            if (joiner.TryJoin(part.AsSpan(Header.Length), out Train packet))
            {
                _joined.Add(packet[0].ToArray());
                packet.Buffer.Release();
            }
        }
    }
}
