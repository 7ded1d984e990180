using System.Buffers.Binary;

namespace Lamina.Wire.Frcp;

/// <summary>
/// The header of the flow and retransmission control protocol, in front of every fragment and alone on control packets.
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-------------------------------+---------------+---------------+
/// | flags                         | SACK blocks   | run offset    |
/// +-------------------------------+---------------+---------------+
/// | window: first sequence number that may not be sent yet        |
/// +---------------------------------------------------------------+
/// | sequence number (the next one to be sent, on control packets) |
/// +---------------------------------------------------------------+
/// | acknowledgement number: the next one expected                 |
/// +---------------------------------------------------------------+
/// | fragment (DATA), or SACK blocks {start, end} of 2 x 32 bits   |
/// </code>
/// Big-endian. Only packets without DATA carry blocks, at most <see cref="MaxSackBlocks"/>, in order. A first block that
/// does not lie above the acknowledgement number, or not before the second, says what came twice (RFC 2883). The run offset is 0 but with DRO.
/// </summary>
/// <param name="Flags">What is valid, and the fragment code.</param>
/// <param name="SackCount">Number of blocks behind the header.</param>
/// <param name="Window">Right edge of the window of whoever sends this.</param>
/// <param name="Sequence">Number of the packet.</param>
/// <param name="Acknowledgement">Next number that is expected.</param>
public readonly record struct FrcpHeader(
    FrcpFlags Flags, byte SackCount, SequenceNumber Window, SequenceNumber Sequence, SequenceNumber Acknowledgement)
{
    /// <summary>Bytes on the wire, without blocks.</summary>
    public const int Length = 16;

    /// <summary>Most blocks that one packet carries.</summary>
    public const int MaxSackBlocks = 8;

    /// <summary>Bytes of the longest control packet.</summary>
    public const int MaxControlLength = Length + (MaxSackBlocks * SackBlock.Length);

    /// <summary>With <see cref="FrcpFlags.DataRunOffset"/>: how many numbers before this packet the run of data began, 1 to 255.</summary>
    public byte RunOffset { get; init; }

    /// <summary>True where the packet carries a fragment.</summary>
    public bool IsData => (Flags & FrcpFlags.Data) != 0;

    /// <summary>Reads the header of a packet.</summary>
    /// <returns>False where the packet is too short, or claims blocks that it does not have or may not have.</returns>
    public static bool TryRead(ReadOnlySpan<byte> packet, out FrcpHeader header)
    {
        if (packet.Length < Length)
        {
            header = default;
            return false;
        }

        header = new FrcpHeader(
            FlagsOf(packet),
            packet[2],
            new SequenceNumber(BinaryPrimitives.ReadUInt32BigEndian(packet[4..])),
            new SequenceNumber(BinaryPrimitives.ReadUInt32BigEndian(packet[8..])),
            new SequenceNumber(BinaryPrimitives.ReadUInt32BigEndian(packet[12..])))
        {
            RunOffset = packet[3],
        };
        return header.SackCount == 0
            || (!header.IsData
                && header.SackCount <= MaxSackBlocks
                && packet.Length >= Length + (header.SackCount * SackBlock.Length));
    }

    /// <summary>The flags of a packet that has been found long enough.</summary>
    public static FrcpFlags FlagsOf(ReadOnlySpan<byte> packet) => (FrcpFlags)BinaryPrimitives.ReadUInt16BigEndian(packet);

    /// <summary>One of the blocks behind a header that <see cref="TryRead"/> accepted.</summary>
    public static SackBlock BlockAt(ReadOnlySpan<byte> packet, int index)
    {
        ReadOnlySpan<byte> block = packet.Slice(Length + (index * SackBlock.Length), SackBlock.Length);
        return new SackBlock(
            new SequenceNumber(BinaryPrimitives.ReadUInt32BigEndian(block)),
            new SequenceNumber(BinaryPrimitives.ReadUInt32BigEndian(block[4..])));
    }

    /// <summary>Writes the header at the start of a packet.</summary>
    public void Write(Span<byte> packet)
    {
        BinaryPrimitives.WriteUInt16BigEndian(packet, (ushort)Flags);
        packet[2] = SackCount;
        packet[3] = RunOffset;
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], Window.Value);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], Sequence.Value);
        BinaryPrimitives.WriteUInt32BigEndian(packet[12..], Acknowledgement.Value);
    }

    /// <summary>Writes one of the blocks behind the header.</summary>
    public static void WriteBlock(Span<byte> packet, int index, SackBlock block)
    {
        Span<byte> target = packet.Slice(Length + (index * SackBlock.Length), SackBlock.Length);
        BinaryPrimitives.WriteUInt32BigEndian(target, block.Start.Value);
        BinaryPrimitives.WriteUInt32BigEndian(target[4..], block.End.Value);
    }
}
