using Lamina.Core;

namespace Lamina.Fuzz.Mutation;

/// <summary>Changes that know nothing of the message.</summary>
internal sealed class RawMutator(SeededRandom random)
{
    private const int Longest = 4096;

    private static readonly byte[] Interesting = [0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF, (byte)'"', (byte)'\\', (byte)'{', (byte)'['];

    /// <summary>An input from nothing: noise, or numbers that look like versions, kinds and lengths.</summary>
    public byte[] FromNothing() => random.Next(2) == 0 ? Noise(random.Next(random.Next(20) == 0 ? 2000 : 100)) : SmallNumbers(random.Next(100));

    /// <summary>One change.</summary>
    public byte[] Change(byte[] input)
    {
        if (input.Length == 0)
        {
            return Noise(1 + random.Next(8));
        }

        byte[] changed = [.. input];
        int at = random.Next(input.Length);
        int to = at + 1 + random.Next(Math.Min(64, input.Length - at));
        switch (random.Next(10))
        {
            case 0:
                changed[at] ^= (byte)(1 << random.Next(8));
                return changed;
            case 1:
                changed[at] = (byte)random.Next(256);
                return changed;
            case 2:
                changed[at] = Interesting[random.Next(Interesting.Length)];
                return changed;
            case 3:
                Add(changed, at);
                return changed;
            case 4:
                return input[..at];
            case 5:
                return [.. input, .. Noise(random.Next(20))];
            case 6:
                return [.. input[..at], .. Noise(1 + random.Next(8)), .. input[at..]];
            case 7:
                return [.. input[..at], .. input[to..]];
            case 8 when input.Length < Longest:
                return [.. input[..to], .. input[at..]];
            default:
                int other = random.Next(input.Length);
                (changed[at], changed[other]) = (changed[other], changed[at]);
                return changed;
        }
    }

    private byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        random.Fill(bytes);
        return bytes;
    }

    private byte[] SmallNumbers(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)random.Next(random.Next(4) == 0 ? 64 : 3);
        }

        return bytes;
    }

    // As a big-endian number of 1, 2, 4 or 8 bytes: some more or less, or one of its ends.
    private void Add(byte[] bytes, int at)
    {
        int width = Math.Min(1 << random.Next(4), bytes.Length - at);
        long change = random.Next(3) == 0 ? -1 : random.Next(35) - 17;
        for (int i = at + width - 1; i >= at; i--)
        {
            change += bytes[i];
            bytes[i] = (byte)change;
            change >>= 8;
        }
    }
}
