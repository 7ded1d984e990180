using System.Buffers.Binary;
using Lamina.Security.Primitives;

namespace Lamina.Security.Records;

/// <summary>
/// In front of what is sealed.
/// <code>
///  0                   1                   2                   3
/// +---------------+-----------------------------------------------+
/// | phase         | counter, 56 bits                              |
/// +---------------+-----------------------------------------------+
/// |                                                               |
/// +---------------------------------------------------------------+
/// | tag                                                           |
/// +                                                               +
/// |                                                               |
/// +                                                               +
/// |                                                               |
/// +                                                               +
/// |                                                               |
/// +---------------------------------------------------------------+
/// | sealed ...                                                    |
/// </code>
/// The tag is in front so that a train needs no room behind its segments.
/// </summary>
public static class RecordHeader
{
    /// <summary>Bytes in front of what is sealed; sealing adds nothing else.</summary>
    public const int Length = NumberLength + IAead.TagLength;

    /// <summary>Most counters of a phase that the wire has room for.</summary>
    public const ulong Counters = 1UL << CounterBits;

    private const int NumberLength = sizeof(ulong);
    private const int CounterBits = 56;

    /// <summary>Where the tag of a record is.</summary>
    public static Span<byte> TagOf(Span<byte> record) => record.Slice(NumberLength, IAead.TagLength);

    /// <summary>What is sealed of a record.</summary>
    public static Span<byte> TextOf(Span<byte> record) => record[Length..];

    /// <summary>Writes phase and counter.</summary>
    public static void Write(Span<byte> record, byte phase, ulong counter) =>
        BinaryPrimitives.WriteUInt64BigEndian(record, ((ulong)phase << CounterBits) | counter);

    /// <summary>Reads phase and counter.</summary>
    /// <returns>False where the record is too short for its header.</returns>
    public static bool TryRead(ReadOnlySpan<byte> record, out byte phase, out ulong counter)
    {
        if (record.Length < Length)
        {
            phase = 0;
            counter = 0;
            return false;
        }

        ulong number = BinaryPrimitives.ReadUInt64BigEndian(record);
        phase = (byte)(number >> CounterBits);
        counter = number & (Counters - 1);
        return true;
    }
}
