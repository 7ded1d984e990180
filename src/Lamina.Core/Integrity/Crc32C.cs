using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using ArmCrc32 = System.Runtime.Intrinsics.Arm.Crc32;

namespace Lamina.Core.Integrity;

/// <summary>
/// CRC-32C (Castagnoli), as in RFC 3720: reflected polynomial 0x82F63B78, initial value and final inversion of all ones.
/// Finds all errors of up to 3 bits in a packet; no protection against an adversary.
/// </summary>
public static class Crc32C
{
    /// <summary>Bytes of a checksum on the wire.</summary>
    public const int Length = 4;

    // Three streams run at once: the instruction has a latency of three cycles and a throughput of one. Two lengths of
    // stream, so that packets of 1200 to 1500 bytes leave little to the single stream: 3 * 448, or n * 3 * 128, and a rest.
    internal const int LongStream = 448;
    internal const int ShortStream = 128;

    /// <summary>The checksum of <paramref name="data"/>.</summary>
    public static uint Compute(ReadOnlySpan<byte> data) => ~Update(~0u, data);

    /// <summary>The checksum of data that follows what <paramref name="previous"/> is the checksum of.</summary>
    public static uint Append(uint previous, ReadOnlySpan<byte> data) => ~Update(~previous, data);

    private static uint Update(uint crc, ReadOnlySpan<byte> data)
    {
        if (Sse42.X64.IsSupported || ArmCrc32.Arm64.IsSupported)
        {
            return UpdateByInstruction(crc, data);
        }

        return Crc32CTables.Update(crc, data);
    }

    private static uint UpdateByInstruction(uint crc, ReadOnlySpan<byte> data)
    {
        ref var at = ref MemoryMarshal.GetReference(data);
        var left = data.Length;
        for (; left >= 3 * LongStream; left -= 3 * LongStream)
        {
            crc = ThreeStreams(crc, ref at, LongStream, Crc32CTables.OverLongStream);
            at = ref Unsafe.Add(ref at, 3 * LongStream);
        }
        for (; left >= 3 * ShortStream; left -= 3 * ShortStream)
        {
            crc = ThreeStreams(crc, ref at, ShortStream, Crc32CTables.OverShortStream);
            at = ref Unsafe.Add(ref at, 3 * ShortStream);
        }
        for (; left >= sizeof(ulong); left -= sizeof(ulong))
        {
            crc = Step(crc, LittleEndian(ref at));
            at = ref Unsafe.Add(ref at, sizeof(ulong));
        }
        for (; left > 0; left--)
        {
            crc = Step(crc, at);
            at = ref Unsafe.Add(ref at, 1);
        }
        return crc;
    }

    // Its own method, so that the loop has the registers to itself.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint ThreeStreams(uint crc, ref byte at, nint length, uint[] overStream)
    {
        uint second = 0, third = 0;
        ref byte atSecond = ref Unsafe.Add(ref at, length);
        ref byte atThird = ref Unsafe.Add(ref atSecond, length);
        for (nint i = 0; i < length; i += sizeof(ulong))
        {
            crc = Step(crc, LittleEndian(ref Unsafe.Add(ref at, i)));
            second = Step(second, LittleEndian(ref Unsafe.Add(ref atSecond, i)));
            third = Step(third, LittleEndian(ref Unsafe.Add(ref atThird, i)));
        }
        // A CRC is linear: the register after A then B is the register after A moved over |B| zeros, plus that of B alone.
        crc = Crc32CTables.MoveOver(overStream, crc) ^ second;
        return Crc32CTables.MoveOver(overStream, crc) ^ third;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LittleEndian(ref byte at)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref at);
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Step(uint crc, ulong word) => Sse42.X64.IsSupported
        ? (uint)Sse42.X64.Crc32(crc, word)
        : ArmCrc32.Arm64.ComputeCrc32C(crc, word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Step(uint crc, byte value) => Sse42.X64.IsSupported
        ? Sse42.Crc32(crc, value)
        : ArmCrc32.ComputeCrc32C(crc, value);
}
