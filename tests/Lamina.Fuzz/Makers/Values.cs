using System.Text;
using Lamina.Core;

namespace Lamina.Fuzz.Makers;

/// <summary>Values of fields: mostly those at their ends, where mistakes are.</summary>
internal static class Values
{
    private const string Letters = "abz09-._/ äß€中𝄞";

    public static ulong Number(this SeededRandom random, int bits = 64)
    {
        ulong most = bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;
        return random.Next(8) switch
        {
            0 => 0,
            1 => 1,
            2 => most,
            3 => most - 1,
            4 => 1UL << random.Next(bits),
            5 => (ulong)random.Next(300) & most,
            _ => random.NextUInt64() & most,
        };
    }

    public static ulong Positive(this SeededRandom random, ulong most = ulong.MaxValue) =>
        Math.Clamp(random.Number(), 1, most);

    public static byte Byte(this SeededRandom random) => (byte)random.Number(8);

    public static uint UInt(this SeededRandom random) => (uint)random.Number(32);

    public static bool Coin(this SeededRandom random) => random.Next(2) == 0;

    public static byte[] Bytes(this SeededRandom random, int most, int least = 0)
    {
        int length = random.Next(4) switch
        {
            0 => least,
            1 => random.Next(20) == 0 ? most : Math.Min(most, least + 1),
            _ => Math.Min(most, least + random.Next(40)),
        };
        byte[] bytes = new byte[length];
        random.Fill(bytes);
        return bytes;
    }

    /// <summary>A text of at most so many bytes of UTF-8, without control characters.</summary>
    public static string Text(this SeededRandom random, int mostBytes, int least = 0)
    {
        Rune[] letters = [.. Letters.EnumerateRunes()];
        int wanted = random.Next(12) == 0 ? mostBytes : Math.Min(mostBytes, least + random.Next(16));
        var text = new StringBuilder();
        for (int bytes = 0; ;)
        {
            Rune letter = letters[random.Next(random.Next(3) == 0 ? letters.Length : 6)];
            if (bytes + letter.Utf8SequenceLength > Math.Max(wanted, least))
            {
                return text.Length == 0 && least > 0 ? "a" : text.ToString();
            }

            bytes += letter.Utf8SequenceLength;
            text.Append(letter.ToString());
        }
    }

    public static Name Name(this SeededRandom random) => Core.Name.Parse("n" + random.Text(200));

    public static NameHash Hash(this SeededRandom random) =>
        NameHash.TryFromBytes(random.Bytes(random.Coin() ? 32 : NameHash.MaxLength, 1), out NameHash hash) ? hash : default;

    public static PeerIdentity Peer(this SeededRandom random) => random.Coin() ? PeerIdentity.Anonymous : new PeerIdentity(random.Hash());

    public static Address Address(this SeededRandom random) => new(random.Positive());

    public static QosSpec Qos(this SeededRandom random) => random.Next(4) switch
    {
        0 => QosSpec.Data,
        1 => QosSpec.Voice,
        _ => new QosSpec(
            random.UInt(), random.Number(), random.Byte(), random.UInt(), random.UInt(), random.Coin(), random.UInt(), random.UInt()),
    };

    public static T OneOf<T>(this SeededRandom random, params T[] values) => values[random.Next(values.Length)];

    public static T Defined<T>(this SeededRandom random)
        where T : struct, Enum => random.OneOf(Enum.GetValues<T>());

    /// <summary>What a writer wrote.</summary>
    public static byte[] Cut(this byte[] buffer, int length) => buffer[..length];
}
