using System.Buffers.Binary;

namespace Lamina.Core;

/// <summary>
/// Reads big-endian fields off a packet. It never throws: a read past the end gives 0 and sets <see cref="Failed"/>,
/// so that a decoder reads all its fields and asks once.
/// </summary>
public ref struct SpanReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>True once a read went past the end.</summary>
    public bool Failed { get; private set; }

    /// <summary>What has not been read.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>One byte.</summary>
    public byte ReadByte() => Take(1, out ReadOnlySpan<byte> b) ? b[0] : (byte)0;

    /// <summary>Two bytes.</summary>
    public ushort ReadUInt16() => Take(2, out ReadOnlySpan<byte> b) ? BinaryPrimitives.ReadUInt16BigEndian(b) : (ushort)0;

    /// <summary>Four bytes.</summary>
    public uint ReadUInt32() => Take(4, out ReadOnlySpan<byte> b) ? BinaryPrimitives.ReadUInt32BigEndian(b) : 0;

    /// <summary>Eight bytes.</summary>
    public ulong ReadUInt64() => Take(8, out ReadOnlySpan<byte> b) ? BinaryPrimitives.ReadUInt64BigEndian(b) : 0;

    /// <summary>A number of 1 to 8 bytes.</summary>
    public ulong ReadNumber(int size)
    {
        ulong value = 0;
        if (Take(size, out ReadOnlySpan<byte> bytes))
        {
            foreach (byte b in bytes)
            {
                value = (value << 8) | b;
            }
        }

        return value;
    }

    /// <summary>So many bytes.</summary>
    public ReadOnlySpan<byte> ReadBytes(int count) => Take(count, out ReadOnlySpan<byte> b) ? b : default;

    private bool Take(int count, out ReadOnlySpan<byte> bytes)
    {
        if (Failed || (uint)count > (uint)_rest.Length)
        {
            Failed = true;
            bytes = default;
            return false;
        }

        bytes = _rest[..count];
        _rest = _rest[count..];
        return true;
    }
}
