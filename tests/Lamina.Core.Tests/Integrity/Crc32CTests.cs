using System.Text;
using Lamina.Core.Integrity;

namespace Lamina.Core.Tests.Integrity;

public sealed class Crc32CTests
{
    /// <summary>RFC 3720, B.4, as numbers.</summary>
    public static TheoryData<byte[], uint> Vectors => new()
    {
        { new byte[32], 0x8A9136AA },
        { Enumerable.Repeat((byte)0xFF, 32).ToArray(), 0x62A8AB43 },
        { Enumerable.Range(0, 32).Select(i => (byte)i).ToArray(), 0x46DD794E },
        { Enumerable.Range(0, 32).Select(i => (byte)(31 - i)).ToArray(), 0x113FDB5C },
        { Encoding.ASCII.GetBytes("123456789"), 0xE3069283 },
        { [], 0 },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Agrees_with_the_published_vectors(byte[] data, uint expected)
    {
        Assert.Equal(expected, Crc32C.Compute(data));
        Assert.Equal(expected, ~Crc32CTables.Update(~0u, data));
    }

    [Fact]
    public void Agrees_with_a_bitwise_one_at_every_length_and_alignment()
    {
        const int seed = 1;
        var random = new Random(seed);
        var data = new byte[5000];
        random.NextBytes(data);
        int[] lengths = [.. Enumerable.Range(0, 70), 191, 192, 200, 383, 384, 1199, 1200, 1343, 1344, 1345, 1400, 1424, 2688, 2700, 4032, 4990];
        foreach (var length in lengths)
        {
            var offset = random.Next(10);
            var part = data.AsSpan(offset, length);
            Assert.True(Bitwise(part) == Crc32C.Compute(part), $"seed {seed}, offset {offset}, length {length}");
            Assert.True(Bitwise(part) == ~Crc32CTables.Update(~0u, part), $"table, seed {seed}, length {length}");
        }
    }

    [Fact]
    public void Appending_is_computing_over_both()
    {
        const int seed = 2;
        var random = new Random(seed);
        var data = new byte[3000];
        random.NextBytes(data);
        for (var i = 0; i < 200; i++)
        {
            var cut = random.Next(data.Length + 1);
            var appended = Crc32C.Append(Crc32C.Compute(data.AsSpan(0, cut)), data.AsSpan(cut));
            Assert.True(Crc32C.Compute(data) == appended, $"seed {seed}, cut {cut}");
        }
    }

    [Fact]
    public void Sees_any_flipped_bit_of_a_packet()
    {
        var data = new byte[1424];
        var intact = Crc32C.Compute(data);
        for (var bit = 0; bit < data.Length * 8; bit++)
        {
            data[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(intact, Crc32C.Compute(data));
            data[bit / 8] = 0;
        }
    }

    private static uint Bitwise(ReadOnlySpan<byte> data)
    {
        var crc = ~0u;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
            }
        }
        return ~crc;
    }
}
