using Lamina.Bearers.Crypto;
using Lamina.Core;
using Lamina.Security.Primitives;

namespace Lamina.Security.Tests.Primitives;

/// <summary>Every implementation says the same bytes, opens what the others sealed, and nothing else.</summary>
public class AeadTests
{
    public static TheoryData<string> Names => new(Suite.Keys);

    private static Dictionary<string, (IAead First, IAead Second)> Suite => new()
    {
        ["AESGCM"] = (AesGcmAead.Instance, LibCryptoAead.AesGcm ?? (IAead)AesGcmAead.Instance),
        ["ChaChaPoly"] = (ChaChaPolyAead.Instance, LibCryptoAead.ChaChaPoly ?? (IAead)ChaChaPolyAead.Instance),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void All_say_the_same(string name)
    {
        (IAead first, IAead second) = Suite[name];
        Assert.Equal((name, name), (first.NoiseName, second.NoiseName));
        SeededRandom random = new(5);
        byte[] key = Bytes(random, IAead.KeyLength);
        using IAeadKey one = first.Use(key);
        using IAeadKey other = second.Use(key);
        for (int round = 0; round < 300; round++)
        {
            byte[] plain = Bytes(random, (int)(random.NextUInt64() % 2000) * (round % 5 == 0 ? 0 : 1));
            byte[] associated = Bytes(random, (int)(random.NextUInt64() % 3) * 10);
            ulong counter = random.NextUInt64();
            byte[] box = new byte[plain.Length + IAead.TagLength];
            byte[] same = [.. plain, .. new byte[IAead.TagLength]];
            one.Seal(counter, associated, plain, box);
            other.Seal(counter, associated, same.AsSpan(0, plain.Length), same);
            Assert.Equal(box, same);

            byte[] opened = new byte[plain.Length];
            Assert.True(one.TryOpen(counter, associated, same, opened));
            Assert.Equal(plain, opened);
            // In place.
            Assert.True(other.TryOpen(counter, associated, box, box.AsSpan(0, plain.Length)));
            Assert.Equal(plain, box[..plain.Length]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_else_opens(string name)
    {
        SeededRandom random = new(6);
        foreach (IAead aead in new[] { Suite[name].First, Suite[name].Second })
        {
            using IAeadKey key = aead.Use(Bytes(random, IAead.KeyLength));
            using IAeadKey another = aead.Use(Bytes(random, IAead.KeyLength));
            byte[] plain = Bytes(random, 100);
            byte[] box = new byte[116];
            byte[] space = new byte[100];
            key.Seal(7, [1, 2], plain, box);
            Assert.False(key.TryOpen(8, [1, 2], box, space));
            Assert.False(key.TryOpen(7, [1, 3], box, space));
            Assert.False(key.TryOpen(7, [], box, space));
            Assert.False(another.TryOpen(7, [1, 2], box, space));
            Assert.False(key.TryOpen(7, [1, 2], box.AsSpan(0, 115), space.AsSpan(0, 99)));
            Assert.False(key.TryOpen(7, [1, 2], box.AsSpan(0, 15), []));
            for (int bit = 0; bit < box.Length * 8; bit++)
            {
                box[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(key.TryOpen(7, [1, 2], box, space));
                box[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            Assert.True(key.TryOpen(7, [1, 2], box, space));
            Assert.Equal(plain, space);
        }
    }

    private static byte[] Bytes(SeededRandom random, int length)
    {
        byte[] bytes = new byte[length];
        random.Fill(bytes);
        return bytes;
    }
}
