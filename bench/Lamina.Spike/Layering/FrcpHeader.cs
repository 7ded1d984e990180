using System.Buffers.Binary;
using Lamina.Core.Integrity;

namespace Lamina.Spike.Layering;

/// <summary>
/// The end-to-end header with its checksum in front, so that what it covers is one piece.
/// <code>
/// CRC-32C 4 | flags 4 | window 4 | sequence number 8 | acknowledgement 4 | payload ...
///           |------------------- covered ------------------------------|
/// </code>
/// </summary>
internal static class FrcpHeader
{
    public const int Length = 24;
    public const uint Data = 1;

    /// <summary>Writes header and checksum before a payload that is in place.</summary>
    public static void Write(Span<byte> packet, ulong number)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], Data);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], 1 << 20);
        BinaryPrimitives.WriteUInt64BigEndian(packet[12..], number);
        BinaryPrimitives.WriteUInt32BigEndian(packet[20..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(packet, Crc32C.Compute(packet[4..]));
    }

    /// <summary>True where the packet is whole and carries data; its number.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out ulong number)
    {
        number = 0;
        if (packet.Length < Length || BinaryPrimitives.ReadUInt32BigEndian(packet) != Crc32C.Compute(packet[4..]))
        {
            return false;
        }

        number = BinaryPrimitives.ReadUInt64BigEndian(packet[12..]);
        return (BinaryPrimitives.ReadUInt32BigEndian(packet[4..]) & Data) != 0;
    }
}
