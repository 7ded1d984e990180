using System.Buffers.Binary;

namespace Lamina.Ring.Child;

/// <summary>
/// A record that proves itself: sequence number, as many bytes as the number says, hash of all before.
/// </summary>
public static class TestRecord
{
    /// <summary>Longest record, in bytes.</summary>
    public const int MaxLength = 16 + MaxFill - 1;

    private const int MaxFill = 300;

    /// <summary>Writes record number <paramref name="sequence"/>; returns its length.</summary>
    public static int Write(Span<byte> bytes, ulong sequence)
    {
        var fill = FillLength(sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, sequence);
        for (var i = 0; i < fill; i++)
        {
            bytes[8 + i] = (byte)(Mix(sequence) >> (i % 8 * 8));
        }

        BinaryPrimitives.WriteUInt64LittleEndian(bytes[(8 + fill)..], Hash(bytes[..(8 + fill)]));
        return 16 + fill;
    }

    /// <summary>Whether this is record number <paramref name="sequence"/>, whole.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> bytes, ulong sequence)
        => bytes.Length == 16 + FillLength(sequence)
           && BinaryPrimitives.ReadUInt64LittleEndian(bytes) == sequence
           && BinaryPrimitives.ReadUInt64LittleEndian(bytes[^8..]) == Hash(bytes[..^8]);

    private static int FillLength(ulong sequence) => (int)(Mix(sequence) % MaxFill);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 + 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    // FNV-1a.
    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var b in bytes)
        {
            hash = (hash ^ b) * 0x100000001B3;
        }

        return hash;
    }
}
