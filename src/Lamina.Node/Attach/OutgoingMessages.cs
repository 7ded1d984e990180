using System.Buffers.Binary;

namespace Lamina.Node.Attach;

/// <summary>
/// What a slow peer has not taken yet, messages and records, in the order in which it was said. One block that grows to what is needed and is
/// used again: nothing is allocated for each.
/// <code>
/// | given back | length 4, message | length 4, message | ... | free |
///               start                                     end
/// </code>
/// </summary>
internal sealed class OutgoingMessages
{
    private const int Prefix = 4;
    private const int FirstLength = 4096;

    private byte[] _bytes = [];
    private int _start;
    private int _end;

    /// <summary>Nothing waits.</summary>
    public bool IsEmpty => _start == _end;

    /// <summary>How many wait that were added as messages.</summary>
    public int Messages { get; private set; }

    /// <summary>Bytes of all that waits.</summary>
    public int Length => _end - _start;

    /// <summary>The first one.</summary>
    public ReadOnlySpan<byte> Next => _bytes.AsSpan(_start + Prefix, NextLength);

    private int NextLength => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(_start)) & int.MaxValue;

    // The highest bit says that it is a record.
    private bool IsNextRecord => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(_start)) < 0;

    /// <summary>Adds a message; it may have keys in it.</summary>
    public void Add(ReadOnlySpan<byte> message)
    {
        Messages++;
        message.CopyTo(Add(message.Length, 0));
    }

    /// <summary>Adds a record that lies in two places.</summary>
    public void AddRecord(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        Span<byte> to = Add(first.Length + second.Length, int.MinValue);
        first.CopyTo(to);
        second.CopyTo(to[first.Length..]);
    }

    /// <summary>The first one has gone.</summary>
    public void Remove()
    {
        if (!IsNextRecord)
        {
            Messages--;
            HandedKeys.Forget(_bytes.AsSpan(_start + Prefix, NextLength));
        }

        _start += Prefix + NextLength;
        if (_start == _end)
        {
            _start = _end = 0;
        }
    }

    /// <summary>Nobody takes it any more.</summary>
    public void Clear()
    {
        HandedKeys.Forget(_bytes.AsSpan(_start, Length));
        (_start, _end, Messages) = (0, 0, 0);
        _bytes = [];
    }

    private Span<byte> Add(int length, int mark)
    {
        if (_bytes.Length - _end < Prefix + length)
        {
            MakeRoom(Length + Prefix + length);
        }

        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_end), length | mark);
        Span<byte> place = _bytes.AsSpan(_end + Prefix, length);
        _end += Prefix + length;
        return place;
    }

    /// <summary>Moves what waits to the front, of a larger block unless half of this one is free: so each byte is moved about once.</summary>
    private void MakeRoom(int needed)
    {
        byte[] before = _bytes;
        if (needed * 2 > before.Length)
        {
            _bytes = new byte[Math.Max(FirstLength, needed * 2)];
        }

        int length = Length;
        before.AsSpan(_start, length).CopyTo(_bytes);
        if (before != _bytes)
        {
            HandedKeys.Forget(before.AsSpan(_start, length));
        }

        (_start, _end) = (0, length);
    }
}
