using Lamina.Core;

namespace Lamina.Wire.Udp;

/// <summary>
/// Answers a query of a version that is not spoken here; its form is the same for ever.
/// <code>
///  +-----------------------------+------------+-----------+------------+
///  | management header (0, 255)  | cookie u64 | lowest u8 | highest u8 |
///  +-----------------------------+------------+-----------+------------+
/// </code>
/// </summary>
/// <param name="Cookie">That of the query.</param>
/// <param name="Lowest">The oldest version spoken here.</param>
/// <param name="Highest">The newest version spoken here.</param>
public readonly record struct UdpVersionRefusalPdu(ulong Cookie, byte Lowest, byte Highest)
{
    /// <summary>Reads what follows the management header; what later versions may append is not looked at.</summary>
    public static bool TryRead(ref SpanReader reader, out UdpVersionRefusalPdu pdu)
    {
        pdu = new(reader.ReadUInt64(), reader.ReadByte(), reader.ReadByte());
        return !reader.Failed;
    }

    /// <summary>Writes the whole datagram.</summary>
    /// <returns>Bytes written; 0 when it does not fit.</returns>
    public int Write(Span<byte> target)
    {
        var writer = new SpanWriter(target);
        UdpDatagram.WriteManagementHeader(ref writer, UdpDatagram.RefusalVersion, UdpManagementKind.VersionRefusal);
        writer.WriteUInt64(Cookie);
        writer.WriteByte(Lowest);
        writer.WriteByte(Highest);
        return writer.Failed ? 0 : writer.Length;
    }
}
