using System.Buffers.Binary;

namespace Lamina.Wire.Attach;

/// <summary>
/// A train in a ring between application and daemon. The ring's tag is the flow's number.
/// <code>
/// segment length 4 | segment 0 | segment 1 | ... | last segment (may be shorter, not empty)
/// </code>
/// An empty packet is a record by itself: its segment length is 0, and nothing follows. The highest bit of the length says that
/// the packets were sent without credit (application to daemon only; see <see cref="AttachCredit"/>).
/// </summary>
public static class AttachRecord
{
    /// <summary>Bytes before the segments.</summary>
    public const int HeaderLength = 4;

    /// <summary>Longest record: one datagram's worth of segments.</summary>
    public const int MaxLength = HeaderLength + MaxBytes;

    /// <summary>Bytes of all segments of a record together, at most.</summary>
    public const int MaxBytes = 65507;

    /// <summary>Segments of a record, at most.</summary>
    public const int MaxSegments = 64;

    private const uint UncreditedBit = 1u << 31;

    /// <summary>Writes the header.</summary>
    /// <param name="record">The record.</param>
    /// <param name="segmentLength">Bytes of each segment but the last.</param>
    /// <param name="isUncredited">The packets are sent without credit.</param>
    public static void WriteHeader(Span<byte> record, int segmentLength, bool isUncredited = false) =>
        BinaryPrimitives.WriteUInt32BigEndian(record, (uint)segmentLength | (isUncredited ? UncreditedBit : 0));

    /// <summary>Reads and checks the header, once: the memory is the peer's as well.</summary>
    /// <param name="record">In shared memory.</param>
    /// <param name="maxPacketSize">The flow's longest packet.</param>
    /// <param name="segmentLength">Bytes of each segment but the last.</param>
    /// <param name="count">Segments, 1 to <see cref="MaxSegments"/>.</param>
    /// <param name="isUncredited">The packets were sent without credit.</param>
    public static bool TryReadHeader(
        ReadOnlySpan<byte> record, int maxPacketSize, out int segmentLength, out int count, out bool isUncredited)
    {
        segmentLength = count = 0;
        isUncredited = false;
        if (record.Length is < HeaderLength or > MaxLength)
        {
            return false;
        }

        uint word = BinaryPrimitives.ReadUInt32BigEndian(record);
        uint length = word & ~UncreditedBit;
        isUncredited = word != length;
        int bytes = record.Length - HeaderLength;
        if (length > maxPacketSize || length > bytes)
        {
            return false;
        }

        if (length == 0)
        {
            count = 1;
            return bytes == 0;
        }

        segmentLength = (int)length;
        count = (bytes + segmentLength - 1) / segmentLength;
        return count <= MaxSegments;
    }
}
