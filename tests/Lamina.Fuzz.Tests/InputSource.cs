using Lamina.Core;

namespace Lamina.Fuzz.Tests;

/// <summary>
/// Inputs by seed: noise, small numbers (they look like versions, kinds and lengths), and mutations of what a decoder
/// has accepted before, so that later fields are reached.
/// </summary>
internal sealed class InputSource(ulong seed)
{
    private const int MostKept = 200;

    private readonly SeededRandom _random = new(seed);
    private readonly List<byte[]> _kept = [];

    public void Keep(byte[] accepted)
    {
        if (_kept.Count < MostKept)
        {
            _kept.Add(accepted);
        }
        else
        {
            _kept[_random.Next(MostKept)] = accepted;
        }
    }

    public byte[] Next() => _random.Next(_kept.Count > 0 ? 5 : 2) switch
    {
        0 => Noise(_random.Next(_random.Next(20) == 0 ? 2000 : 100)),
        1 => SmallNumbers(_random.Next(100)),
        2 => Flipped(Kept()),
        3 => Cut(Kept()),
        _ => [.. Kept(), .. Noise(_random.Next(20))],
    };

    private byte[] Kept() => _kept[_random.Next(_kept.Count)];

    private byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        _random.Fill(bytes);
        return bytes;
    }

    private byte[] SmallNumbers(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)_random.Next(_random.Next(4) == 0 ? 64 : 3);
        }

        return bytes;
    }

    private byte[] Flipped(byte[] bytes)
    {
        byte[] flipped = [.. bytes];
        for (int i = _random.Next(4); i >= 0 && flipped.Length > 0; i--)
        {
            flipped[_random.Next(flipped.Length)] = (byte)_random.Next(256);
        }

        return flipped;
    }

    private byte[] Cut(byte[] bytes) => bytes[.._random.Next(bytes.Length + 1)];
}
