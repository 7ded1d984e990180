namespace Lamina.Simulation.Programs;

/// <summary>Bytes that are wrong wherever they are moved, lost or doubled: each depends on its place in the whole.</summary>
internal static class Pattern
{
    public static byte At(long position)
    {
        ulong z = (ulong)position * 0x9E3779B97F4A7C15;
        return (byte)((z ^ (z >> 29)) >> 32);
    }

    public static void Fill(Span<byte> target, long position)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = At(position + i);
        }
    }

    public static bool Matches(ReadOnlySpan<byte> bytes, long position)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != At(position + i))
            {
                return false;
            }
        }

        return true;
    }
}
