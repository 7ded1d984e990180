namespace Lamina.Security.Tickets;

/// <summary>RFC 4648's base32 without padding, in lower case: what people read out, copy by hand, or mark with two clicks.</summary>
internal static class Base32
{
    public const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    private const int Bits = 5;

    public static string Write(ReadOnlySpan<byte> bytes)
    {
        char[] text = new char[((bytes.Length * 8) + Bits - 1) / Bits];
        for (int i = 0; i < text.Length; i++)
        {
            int value = 0;
            for (int bit = i * Bits; bit < (i + 1) * Bits; bit++)
            {
                value = (value << 1) | (bit / 8 < bytes.Length ? (bytes[bit / 8] >> (7 - (bit % 8))) & 1 : 0);
            }

            text[i] = Alphabet[value];
        }

        return new string(text);
    }

    /// <summary>The number of a letter of either case; -1: it is none.</summary>
    public static int ValueOf(char letter) => Alphabet.IndexOf(char.ToLowerInvariant(letter), StringComparison.Ordinal);

    /// <summary>The bytes of numbers, which <see cref="ValueOf"/> gave; false where bits are left over that no writer leaves.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> values, Span<byte> bytes)
    {
        int length = 0;
        int pending = 0;
        int bits = 0;
        foreach (byte value in values)
        {
            pending = (pending << Bits) | value;
            bits += Bits;
            if (bits >= 8)
            {
                bits -= 8;
                bytes[length++] = (byte)(pending >> bits);
                pending &= (1 << bits) - 1;
            }
        }

        if (pending != 0)
        {
            return false;
        }

        // As many letters as a writer would have taken.
        return ((length * 8) + Bits - 1) / Bits == values.Length;
    }
}
