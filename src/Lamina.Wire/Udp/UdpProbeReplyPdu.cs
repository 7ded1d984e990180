using Lamina.Core;

namespace Lamina.Wire.Udp;

/// <summary>
/// Says that a probe arrived.
/// <code>
///  +-------------------+------------+------------+
///  | management header | cookie u64 | length u16 |
///  +-------------------+------------+------------+
/// </code>
/// </summary>
/// <param name="Cookie">That of the probe.</param>
/// <param name="Length">Bytes of the datagram that arrived.</param>
public readonly record struct UdpProbeReplyPdu(ulong Cookie, ushort Length)
{
    /// <summary>Reads what follows the management header, exactly.</summary>
    public static bool TryRead(ref SpanReader reader, out UdpProbeReplyPdu pdu)
    {
        pdu = new(reader.ReadUInt64(), reader.ReadUInt16());
        return !reader.Failed && reader.Rest.IsEmpty;
    }

    /// <summary>Writes the whole datagram.</summary>
    /// <returns>Bytes written; 0 when it does not fit.</returns>
    public int Write(Span<byte> target)
    {
        var writer = new SpanWriter(target);
        UdpDatagram.WriteManagementHeader(ref writer, UdpDatagram.CurrentVersion, UdpManagementKind.ProbeReply);
        writer.WriteUInt64(Cookie);
        writer.WriteUInt16(Length);
        return writer.Failed ? 0 : writer.Length;
    }
}
