using System.Buffers.Binary;

namespace Lamina.Core;

/// <summary>
/// Writes big-endian fields into a packet. A write past the end changes nothing and sets <see cref="Failed"/>.
/// </summary>
public ref struct SpanWriter(Span<byte> bytes)
{
    private readonly Span<byte> _bytes = bytes;

    /// <summary>True once a write went past the end.</summary>
    public bool Failed { get; private set; }

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public readonly ReadOnlySpan<byte> Written => _bytes[..Length];

    /// <summary>One byte.</summary>
    public void WriteByte(byte value)
    {
        if (Take(1, out Span<byte> b))
        {
            b[0] = value;
        }
    }

    /// <summary>Two bytes.</summary>
    public void WriteUInt16(ushort value)
    {
        if (Take(2, out Span<byte> b))
        {
            BinaryPrimitives.WriteUInt16BigEndian(b, value);
        }
    }

    /// <summary>Four bytes.</summary>
    public void WriteUInt32(uint value)
    {
        if (Take(4, out Span<byte> b))
        {
            BinaryPrimitives.WriteUInt32BigEndian(b, value);
        }
    }

    /// <summary>Eight bytes.</summary>
    public void WriteUInt64(ulong value)
    {
        if (Take(8, out Span<byte> b))
        {
            BinaryPrimitives.WriteUInt64BigEndian(b, value);
        }
    }

    /// <summary>A number in 1 to 8 bytes.</summary>
    public void WriteNumber(ulong value, int size)
    {
        if (Take(size, out Span<byte> b))
        {
            for (int i = size - 1; i >= 0; i--, value >>= 8)
            {
                b[i] = (byte)value;
            }
        }
    }

    /// <summary>Bytes.</summary>
    public void WriteBytes(scoped ReadOnlySpan<byte> value)
    {
        if (Take(value.Length, out Span<byte> b))
        {
            value.CopyTo(b);
        }
    }

    private bool Take(int count, out Span<byte> bytes)
    {
        if (Failed || count > _bytes.Length - Length)
        {
            Failed = true;
            bytes = default;
            return false;
        }

        bytes = _bytes.Slice(Length, count);
        Length += count;
        return true;
    }
}
