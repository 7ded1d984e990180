using System.Buffers.Binary;
using System.Numerics;

namespace Lamina.Core;

/// <summary>
/// SHA3 (FIPS 202) in plain code. The platform's own is missing on some systems, and a name must have one hash
/// everywhere; names are short and hashed once, so speed does not matter.
/// </summary>
internal static class Sha3
{
    private static readonly ulong[] RoundConstants =
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000,
        0x000000000000808B, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
        0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
        0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003,
        0x8000000000008002, 0x8000000000000080, 0x000000000000800A, 0x800000008000000A,
        0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    private static readonly int[] Rotations = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];
    private static readonly int[] Lanes = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    /// <summary>Hashes into so many bytes (28, 32, 48 or 64).</summary>
    public static int HashData(ReadOnlySpan<byte> data, Span<byte> hash, int length)
    {
        int rate = 200 - (2 * length);
        Span<byte> block = stackalloc byte[200];
        Span<ulong> state = stackalloc ulong[25];
        state.Clear();
        for (; data.Length >= rate; data = data[rate..])
        {
            Absorb(state, data[..rate]);
        }

        // FIPS 202, section 6.1: the suffix 01 of SHA3, then the padding 10*1.
        block.Clear();
        data.CopyTo(block);
        block[data.Length] = 0x06;
        block[rate - 1] |= 0x80;
        Absorb(state, block[..rate]);
        for (int i = 0; i < 25; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(block[(8 * i)..], state[i]);
        }

        block[..length].CopyTo(hash);
        return length;
    }

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (int i = 0; i < block.Length / 8; i++)
        {
            state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(8 * i)..]);
        }

        Permute(state);
    }

    private static void Permute(Span<ulong> a)
    {
        Span<ulong> c = stackalloc ulong[5];
        foreach (ulong constant in RoundConstants)
        {
            // Theta
            for (int x = 0; x < 5; x++)
            {
                c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
            }

            for (int x = 0; x < 5; x++)
            {
                ulong d = c[(x + 4) % 5] ^ BitOperations.RotateLeft(c[(x + 1) % 5], 1);
                for (int y = 0; y < 25; y += 5)
                {
                    a[y + x] ^= d;
                }
            }

            // Rho and pi
            ulong carried = a[1];
            for (int i = 0; i < 24; i++)
            {
                (a[Lanes[i]], carried) = (BitOperations.RotateLeft(carried, Rotations[i]), a[Lanes[i]]);
            }

            // Chi
            for (int y = 0; y < 25; y += 5)
            {
                a.Slice(y, 5).CopyTo(c);
                for (int x = 0; x < 5; x++)
                {
                    a[y + x] = c[x] ^ (~c[(x + 1) % 5] & c[(x + 2) % 5]);
                }
            }

            // Iota
            a[0] ^= constant;
        }
    }
}
