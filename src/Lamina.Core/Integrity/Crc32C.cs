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

    // Three streams of this many bytes run at once: the instruction has a latency of three cycles and a throughput of one.
    // 1400 B payloads hold one such block; small enough that little is left to the single stream.
    private const int Stream = 448;

    /// <summary>The checksum of <paramref name="data"/>.</summary>
    public static uint Compute(ReadOnlySpan<byte> data) => ~Update(~0u, data);

    /// <summary>The checksum of data that follows what <paramref name="previous"/> is the checksum of.</summary>
    public static uint Append(uint previous, ReadOnlySpan<byte> data) => ~Update(~previous, data);

    private static uint Update(uint crc, ReadOnlySpan<byte> data)
    {
        if (Sse42.X64.IsSupported || ArmCrc32.Arm64.IsSupported)
            return UpdateByInstruction(crc, data);
        return Crc32CTables.Update(crc, data);
    }

    private static uint UpdateByInstruction(uint crc, ReadOnlySpan<byte> data)
    {
        ref var at = ref MemoryMarshal.GetReference(data);
        var left = data.Length;
        while (left >= 3 * Stream)
        {
            crc = ThreeStreams(crc, ref at);
            at = ref Unsafe.Add(ref at, 3 * Stream);
            left -= 3 * Stream;
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

    private static uint ThreeStreams(uint crc, ref byte at)
    {
        uint second = 0, third = 0;
        for (var i = 0; i < Stream; i += sizeof(ulong))
        {
            crc = Step(crc, LittleEndian(ref Unsafe.Add(ref at, i)));
            second = Step(second, LittleEndian(ref Unsafe.Add(ref at, Stream + i)));
            third = Step(third, LittleEndian(ref Unsafe.Add(ref at, 2 * Stream + i)));
        }
        // A CRC is linear: the register after A then B is the register after A moved over |B| zeros, plus that of B alone.
        crc = Crc32CTables.OverOneStream(crc) ^ second;
        return Crc32CTables.OverOneStream(crc) ^ third;
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

    internal const int StreamLength = Stream;
}
