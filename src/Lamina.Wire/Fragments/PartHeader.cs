using System.Buffers.Binary;

namespace Lamina.Wire.Fragments;

/// <summary>
/// In front of each part of a packet that was too long for the flow below.
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +---------------------------------------------------------------+
/// | number of the packet                                          |
/// +-------------------------------+---------------+---------------+
/// | length of the whole packet    | index         | count         |
/// +-------------------------------+---------------+---------------+
/// | part ...                                                      |
/// </code>
/// Big-endian. Every part but the last is as long as the length divided by the count, rounded up.
/// </summary>
/// <param name="Number">Which packet the part is of.</param>
/// <param name="PacketLength">Bytes of the whole packet, 1 or more.</param>
/// <param name="Index">Which part, from 0.</param>
/// <param name="Count">How many parts, 1 to <see cref="MaxCount"/>.</param>
public readonly record struct PartHeader(uint Number, ushort PacketLength, byte Index, byte Count)
{
    /// <summary>Bytes of the header.</summary>
    public const int Length = 8;

    /// <summary>Most parts of a packet.</summary>
    public const int MaxCount = 64;

    /// <summary>Bytes of every part but the last.</summary>
    public int PartLength => (PacketLength + Count - 1) / Count;

    /// <summary>Where the part lies in its packet.</summary>
    public int Offset => Index * PartLength;

    /// <summary>Reads the header of a part, and compares it with the part's length.</summary>
    /// <returns>False where it is too short or contradicts itself.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out PartHeader header)
    {
        if (bytes.Length <= Length)
        {
            header = default;
            return false;
        }

        header = new PartHeader(
            BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]), bytes[6], bytes[7]);
        return header.Count is >= 1 and <= MaxCount
            && header.Index < header.Count
            && header.Offset < header.PacketLength
            && bytes.Length - Length == Math.Min(header.PartLength, header.PacketLength - header.Offset);
    }

    /// <summary>Writes the header.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, Number);
        BinaryPrimitives.WriteUInt16BigEndian(target[4..], PacketLength);
        target[6] = Index;
        target[7] = Count;
    }
}
