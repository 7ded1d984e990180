using System.Buffers.Binary;
using System.Text;

namespace Lamina.Wire.Captures;

/// <summary>
/// A block while it is put together. Little-endian, which the section header says.
/// <code>
/// +------------+--------------+-----------------------------+--------------+
/// | type 4     | length 4     | body, options, padded to 4  | length 4     |
/// +------------+--------------+-----------------------------+--------------+
///  option: code 2, length 2, value padded to 4; the last one is 0, 0
/// </code>
/// </summary>
public sealed class PcapngBlock
{
    private const int HeaderLength = 8;
    private const int MaxOption = ushort.MaxValue;

    private byte[] _bytes = new byte[2048];
    private int _length;
    private bool _hasOptions;

    /// <summary>Begins a block; what was there is gone.</summary>
    public void Begin(uint type)
    {
        _length = 0;
        _hasOptions = false;
        WriteUInt32(type);
        WriteUInt32(0);
    }

    /// <summary>Two bytes.</summary>
    public void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);

    /// <summary>Four bytes.</summary>
    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    /// <summary>Eight bytes.</summary>
    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);

    /// <summary>Room for bytes, to be written before anything else is.</summary>
    public Span<byte> Take(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }

        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }

    /// <summary>Bytes so far, without the end.</summary>
    public int Length => _length;

    /// <summary>Takes the last bytes back.</summary>
    public void Shorten(int count) => _length -= count;

    /// <summary>Fills up to a multiple of four bytes.</summary>
    public void Pad() => Take(-_length & 3).Clear();

    /// <summary>An option; those of a block come last.</summary>
    public void WriteOption(ushort code, ReadOnlySpan<byte> value)
    {
        _hasOptions = true;
        WriteUInt16(code);
        WriteUInt16(checked((ushort)value.Length));
        value.CopyTo(Take(value.Length));
        Pad();
    }

    /// <summary>A text, which is UTF-8; what is too long for an option is cut.</summary>
    public void WriteOption(ushort code, string text)
    {
        ReadOnlySpan<byte> value = Encoding.UTF8.GetBytes(text);
        int length = Math.Min(value.Length, MaxOption);
        // Not in the middle of a character: its bytes but the first are 10xxxxxx.
        while (length < value.Length && length > 0 && (value[length] & 0xC0) == 0x80)
        {
            length--;
        }

        WriteOption(code, value[..length]);
    }

    /// <summary>The whole block.</summary>
    public ReadOnlySpan<byte> End()
    {
        if (_hasOptions)
        {
            WriteUInt32(0);
        }

        uint length = (uint)_length + 4;
        WriteUInt32(length);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(HeaderLength - 4), length);
        return _bytes.AsSpan(0, _length);
    }
}
