namespace Lamina.EndToEnd.Tests.Hostile;

/// <summary>Makes hostile packets: random ones, and real ones replayed, cut, flipped, extended.</summary>
internal sealed class Mutation(int seed, byte[][] samples)
{
    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        int kind = samples.Length == 0 ? 0 : _random.Next(6);
        if (kind == 0)
        {
            byte[] noise = new byte[_random.Next(1, 300)];
            _random.NextBytes(noise);
            if (_random.Next(2) == 0)
            {
                // Addressed to the management of the bearer, so that more than the first look-up sees it.
                noise.AsSpan(0, Math.Min(8, noise.Length)).Clear();
            }

            return noise;
        }

        byte[] real = samples[_random.Next(samples.Length)];
        switch (kind)
        {
            case 1:
                return real;
            case 2:
                return real[.._random.Next(real.Length + 1)];
            case 3:
                return [.. real, .. real[.._random.Next(real.Length + 1)]];
            default:
                byte[] flipped = [.. real];
                for (int flips = _random.Next(1, 6); flips > 0 && flipped.Length > 0; flips--)
                {
                    flipped[_random.Next(flipped.Length)] ^= (byte)(1 << _random.Next(8));
                }

                return flipped;
        }
    }
}
