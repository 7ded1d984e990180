using System.Buffers.Binary;
using Lamina.Core;

namespace Lamina.Wire.Udp;

/// <summary>
/// What a datagram of a udp layer carries.
/// <code>
///   0                                8
///  +--------------------------------+------------------------------+
///  |  EID of the receiver's end u64 |  a packet of that flow       |
///  +--------------------------------+------------------------------+
///
///   0                                8         9        10
///  +--------------------------------+---------+--------+-----------+
///  |               0                | version |  kind  |    ...    |   management
///  +--------------------------------+---------+--------+-----------+
/// </code>
/// Kind <see cref="UdpManagementKind.Allocation"/> is the same in every version: what it carries has its own.
/// </summary>
public static class UdpDatagram
{
    /// <summary>Bytes in front of every packet.</summary>
    public const int HeaderLength = 8;

    /// <summary>Bytes in front of every management message, the zero EID included.</summary>
    public const int ManagementHeaderLength = 10;

    /// <summary>The EID of management.</summary>
    public const ulong ManagementEid = 0;

    /// <summary>The version of management that this code speaks.</summary>
    public const byte CurrentVersion = 1;

    /// <summary>The version of the refusal, which every version can read.</summary>
    public const byte RefusalVersion = 0;

    /// <summary>The EID of a datagram of at least <see cref="HeaderLength"/> bytes.</summary>
    public static ulong EidOf(ReadOnlySpan<byte> datagram) => BinaryPrimitives.ReadUInt64BigEndian(datagram);

    /// <summary>Writes the EID in front of a packet.</summary>
    public static void WriteEid(Span<byte> datagram, ulong eid) => BinaryPrimitives.WriteUInt64BigEndian(datagram, eid);

    /// <summary>Writes the start of a management datagram.</summary>
    public static void WriteManagementHeader(ref SpanWriter writer, byte version, UdpManagementKind kind)
    {
        writer.WriteUInt64(ManagementEid);
        writer.WriteByte(version);
        writer.WriteByte((byte)kind);
    }

    /// <summary>Reads version and kind of a management message, behind its EID.</summary>
    /// <returns>False when it is too short.</returns>
    public static bool TryReadManagementHeader(ref SpanReader reader, out byte version, out UdpManagementKind kind)
    {
        version = reader.ReadByte();
        kind = (UdpManagementKind)reader.ReadByte();
        return !reader.Failed;
    }
}
