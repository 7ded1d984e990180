using Lamina.Core;

namespace Lamina.Wire.Udp;

/// <summary>
/// Answers a query.
/// <code>
///  +-------------------+------------+-------------------+
///  | management header | cookie u64 | 1 found, 0 not u8 |
///  +-------------------+------------+-------------------+
/// </code>
/// </summary>
/// <param name="Cookie">That of the query.</param>
/// <param name="IsFound">True where the name is registered at the sender.</param>
public readonly record struct UdpQueryReplyPdu(ulong Cookie, bool IsFound)
{
    /// <summary>Reads what follows the management header, exactly.</summary>
    public static bool TryRead(ref SpanReader reader, out UdpQueryReplyPdu pdu)
    {
        ulong cookie = reader.ReadUInt64();
        byte found = reader.ReadByte();
        pdu = new(cookie, found == 1);
        return found <= 1 && !reader.Failed && reader.Rest.IsEmpty;
    }

    /// <summary>Writes the whole datagram.</summary>
    /// <returns>Bytes written; 0 when it does not fit.</returns>
    public int Write(Span<byte> target)
    {
        var writer = new SpanWriter(target);
        UdpDatagram.WriteManagementHeader(ref writer, UdpDatagram.CurrentVersion, UdpManagementKind.QueryReply);
        writer.WriteUInt64(Cookie);
        writer.WriteByte(IsFound ? (byte)1 : (byte)0);
        return writer.Failed ? 0 : writer.Length;
    }
}
