using Lamina.Core;

namespace Lamina.Wire.Udp;

/// <summary>
/// In front of a part of a datagram that is longer than the path carries. All pieces of one datagram have one length,
/// <see cref="Unit"/>; so that they do, the last one begins before the end of the one before it.
/// <code>
///  +-------------------+------------+----------+----------+-----------+------------+
///  | management header | number u32 | index u8 | count u8 | total u16 | Unit bytes |
///  +-------------------+------------+----------+----------+-----------+------------+
///  Unit = total / count, rounded up; piece i starts at min(i * Unit, total - Unit)
/// </code>
/// </summary>
/// <param name="Number">Which datagram of the sender; different for those that are on their way at one time.</param>
/// <param name="Index">Which piece, from 0.</param>
/// <param name="Count">How many pieces, 2 to <see cref="MaxCount"/>.</param>
/// <param name="Total">Bytes of the datagram, at most <see cref="MaxTotal"/>.</param>
public readonly record struct UdpPieceHeader(uint Number, byte Index, byte Count, ushort Total)
{
    /// <summary>Bytes in front of a piece, the management header included.</summary>
    public const int Length = UdpDatagram.ManagementHeaderLength + 8;

    /// <summary>Most pieces of one datagram.</summary>
    public const int MaxCount = 16;

    /// <summary>Longest datagram that comes in pieces: nobody sends a longer one.</summary>
    public const int MaxTotal = 1452;

    /// <summary>Bytes of every piece.</summary>
    public int Unit => (Total + Count - 1) / Count;

    /// <summary>Where this piece starts in the datagram.</summary>
    public int Offset => Math.Min(Index * Unit, Total - Unit);

    /// <summary>Reads what follows the management header; the reader is left at the piece, whose length has been checked.</summary>
    public static bool TryRead(ref SpanReader reader, out UdpPieceHeader header)
    {
        header = new(reader.ReadUInt32(), reader.ReadByte(), reader.ReadByte(), reader.ReadUInt16());
        return !reader.Failed
            && header.Count is >= 2 and <= MaxCount
            && header.Index < header.Count
            && header.Total is > UdpDatagram.HeaderLength and <= MaxTotal
            && reader.Rest.Length == header.Unit;
    }

    /// <summary>Writes the header, the management header included.</summary>
    public void Write(Span<byte> target)
    {
        var writer = new SpanWriter(target);
        UdpDatagram.WriteManagementHeader(ref writer, UdpDatagram.CurrentVersion, UdpManagementKind.Piece);
        writer.WriteUInt32(Number);
        writer.WriteByte(Index);
        writer.WriteByte(Count);
        writer.WriteUInt16(Total);
    }
}
