namespace Lamina.Core.Integrity;

/// <summary>What <see cref="Crc32C"/> looks up: the byte-wise table, and the operator that moves a register over zeros.</summary>
internal static class Crc32CTables
{
    private const uint Polynomial = 0x82F63B78;

    private static readonly uint[] Bytes = BuildBytes();

    /// <summary>For <see cref="MoveOver"/>: the zeros of one long stream.</summary>
    public static readonly uint[] OverLongStream = BuildZeros(Crc32C.LongStream);

    /// <summary>For <see cref="MoveOver"/>: the zeros of one short stream.</summary>
    public static readonly uint[] OverShortStream = BuildZeros(Crc32C.ShortStream);

    /// <summary>Byte by byte, for processors without the instruction.</summary>
    public static uint Update(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            crc = Bytes[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    /// <summary>The register after as many zero bytes as the table was built for.</summary>
    public static uint MoveOver(uint[] zeros, uint crc) =>
        zeros[(byte)crc] ^ zeros[256 + (byte)(crc >> 8)] ^ zeros[512 + (byte)(crc >> 16)] ^ zeros[768 + (crc >> 24)];

    private static uint[] BuildBytes()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            }

            table[i] = crc;
        }
        return table;
    }

    /// <summary>Four tables of 256: moving over zeros is linear, so each byte of the register contributes on its own.</summary>
    private static uint[] BuildZeros(int length)
    {
        Span<uint> bits = stackalloc uint[32];
        for (var bit = 0; bit < 32; bit++)
        {
            var crc = 1u << bit;
            for (var i = 0; i < length; i++)
            {
                crc = Bytes[(byte)crc] ^ (crc >> 8);
            }

            bits[bit] = crc;
        }
        var table = new uint[4 * 256];
        for (var i = 0; i < table.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                table[i] ^= ((i >> bit) & 1) != 0 ? bits[i / 256 * 8 + bit] : 0;
            }
        }
        return table;
    }
}
