using System.Buffers.Binary;
using Lamina.Core.Integrity;

namespace Lamina.Wire.Frcp;

/// <summary>
/// A CRC-32C in front of everything that it covers. At the head, not the tail, so that the segments of a train keep one
/// stride when the last one is shorter.
/// <code>
/// +---------------------------------------------------------------+
/// | CRC-32C of all bytes behind it                                |
/// +---------------------------------------------------------------+
/// | covered: FRCP header and fragment, or the bare message        |
/// </code>
/// </summary>
public static class IntegrityHeader
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 4;

    /// <summary>Writes the checksum of the rest of the packet at its start.</summary>
    public static void Write(Span<byte> packet) =>
        BinaryPrimitives.WriteUInt32BigEndian(packet, Crc32C.Compute(packet[Length..]));

    /// <summary>True where the packet has a checksum and it is right.</summary>
    public static bool IsValid(ReadOnlySpan<byte> packet) =>
        packet.Length >= Length && BinaryPrimitives.ReadUInt32BigEndian(packet) == Crc32C.Compute(packet[Length..]);
}
