using System.Buffers.Binary;
using Lamina.Core;

namespace Lamina.Wire.Captures;

/// <summary>
/// The blocks of a capture file that network analysers read (draft-ietf-opsawg-pcapng): raw IP packets, times in nanoseconds.
/// Each method fills a block that <see cref="PcapngBlock.End"/> gives.
/// </summary>
public static class PcapngFormat
{
    /// <summary>Type of a block with a packet.</summary>
    public const uint EnhancedPacket = 6;

    /// <summary>Type of a block with counts of an interface.</summary>
    public const uint InterfaceStatistics = 5;

    private const uint SectionHeader = 0x0A0D0D0A;
    private const uint InterfaceDescription = 1;
    private const uint ByteOrderMagic = 0x1A2B3C4D;
    private const ulong UnknownLength = ulong.MaxValue;
    private const ushort Comment = 1;
    private const ushort ApplicationName = 4;
    private const ushort InterfaceName = 2;
    private const ushort TimeResolution = 9;
    private const ushort ReceivedCount = 4;
    private const ushort DroppedCount = 5;
    private const byte Nanoseconds = 9;
    private const ushort RawIp = 101;

    /// <summary>The first block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="comment">What a person should know of the file.</param>
    public static void Section(PcapngBlock block, string comment)
    {
        block.Begin(SectionHeader);
        block.WriteUInt32(ByteOrderMagic);
        block.WriteUInt16(1);
        block.WriteUInt16(0);
        block.WriteUInt64(UnknownLength);
        block.WriteOption(Comment, comment);
        block.WriteOption(ApplicationName, "lamina");
    }

    /// <summary>An interface; they are numbered from 0 in their order.</summary>
    /// <param name="block">The block.</param>
    /// <param name="name">Its name, as analysers print it.</param>
    /// <param name="snapLength">Most bytes of a packet; 0: all.</param>
    public static void Interface(PcapngBlock block, string name, int snapLength)
    {
        block.Begin(InterfaceDescription);
        block.WriteUInt16(RawIp);
        block.WriteUInt16(0);
        block.WriteUInt32((uint)snapLength);
        block.WriteOption(InterfaceName, name);
        block.WriteOption(TimeResolution, [Nanoseconds]);
    }

    /// <summary>A datagram, in the IP packet that would have carried it.</summary>
    public static void Packet(
        PcapngBlock block, uint number, ulong nanoseconds, in UdpEndpoint from, in UdpEndpoint to, ReadOnlySpan<byte> datagram, int snapLength)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(datagram.Length, SyntheticPacket.MaxPayload, nameof(datagram));
        int length = SyntheticPacket.LengthOf(from, to, datagram.Length);
        int captured = snapLength == 0 ? length : Math.Min(length, snapLength);
        block.Begin(EnhancedPacket);
        block.WriteUInt32(number);
        WriteTime(block, nanoseconds);
        block.WriteUInt32((uint)captured);
        block.WriteUInt32((uint)length);
        SyntheticPacket.Write(block.Take(length), from, to, datagram);
        block.Shorten(length - captured);
        block.Pad();
    }

    /// <summary>What an interface has seen and lost so far; a later one replaces it.</summary>
    public static void Statistics(PcapngBlock block, uint number, ulong nanoseconds, ulong received, ulong dropped)
    {
        block.Begin(InterfaceStatistics);
        block.WriteUInt32(number);
        WriteTime(block, nanoseconds);
        block.WriteOption(ReceivedCount, ToBytes(received));
        block.WriteOption(DroppedCount, ToBytes(dropped));
    }

    private static void WriteTime(PcapngBlock block, ulong nanoseconds)
    {
        block.WriteUInt32((uint)(nanoseconds >> 32));
        block.WriteUInt32((uint)nanoseconds);
    }

    private static byte[] ToBytes(ulong value)
    {
        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
