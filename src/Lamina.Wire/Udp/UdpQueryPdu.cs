using Lamina.Core;

namespace Lamina.Wire.Udp;

/// <summary>
/// Asks a peer whether a name is registered there. The cookie is at the same place in every version.
/// <code>
///  +-------------------+------------+--------------+-----------+
///  | management header | cookie u64 | hash len u8  |   hash    |
///  +-------------------+------------+--------------+-----------+
/// </code>
/// </summary>
/// <param name="Cookie">A random number that the answer repeats.</param>
/// <param name="Hash">Hash of the name.</param>
public readonly record struct UdpQueryPdu(ulong Cookie, NameHash Hash)
{
    /// <summary>Bytes of the whole datagram.</summary>
    public static int LengthOf(in NameHash hash) => UdpDatagram.ManagementHeaderLength + sizeof(ulong) + 1 + hash.Length;

    /// <summary>Reads what follows the management header, exactly.</summary>
    public static bool TryRead(ref SpanReader reader, out UdpQueryPdu pdu)
    {
        ulong cookie = reader.ReadUInt64();
        bool hasHash = NameHash.TryFromBytes(reader.ReadBytes(reader.ReadByte()), out NameHash hash);
        pdu = new(cookie, hash);
        return hasHash && !reader.Failed && reader.Rest.IsEmpty;
    }

    /// <summary>Writes the whole datagram.</summary>
    /// <returns>Bytes written; 0 when it does not fit.</returns>
    public int Write(Span<byte> target)
    {
        var writer = new SpanWriter(target);
        UdpDatagram.WriteManagementHeader(ref writer, UdpDatagram.CurrentVersion, UdpManagementKind.Query);
        Span<byte> hash = stackalloc byte[NameHash.MaxLength];
        Hash.CopyTo(hash);
        writer.WriteUInt64(Cookie);
        writer.WriteByte((byte)Hash.Length);
        writer.WriteBytes(hash[..Hash.Length]);
        return writer.Failed ? 0 : writer.Length;
    }
}
