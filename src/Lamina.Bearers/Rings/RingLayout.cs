namespace Lamina.Bearers.Rings;

/// <summary>
/// A ring of records in memory that two processes share, in the host's byte order (it never leaves the host).
/// <code>
///    0  +----------------+----------------+--------------------------------+
///       | magic "LRNG"   | version        | capacity (bytes, power of two) |   written once, read once
///  128  +----------------+----------------+--------------------------------+
///       | producer position (bytes ever published)                         |   producer writes
///  256  +------------------------------------------------------------------+
///       | consumer position (bytes ever given back)                        |   consumer writes
///  384  +----------------+-------------------------------------------------+
///       | consumer sleeps|    1: sleeps or is about to; a futex word           both write
///  512  +----------------+
///       | producer waits |    1: waits for space or is about to; futex word    both write
///       +----------------+
/// 4096  +------------------------------------------------------------------+
///       | data area: capacity bytes                                        |   producer writes
///       +------------------------------------------------------------------+
///
///  record, 8-byte aligned:                          end of the area, when the next record does not fit:
///   +----------------+----------------+              +----------------+----------------+
///   | length         | tag            |              | 0xFFFFFFFF     | 0              |  skip to the end
///   +----------------+----------------+              +----------------+----------------+
///   | bytes ... padded to 8           |
///   +---------------------------------+
/// </code>
/// Positions only grow; position modulo capacity is the place in the data area, so full and empty differ. Words that
/// different sides write have their own 128 bytes: processors fetch lines of 64 in pairs. The data start on a page of
/// their own, so that the consumer may map them without the right to write.
/// </summary>
public static class RingLayout
{
    /// <summary>"LRNG" in memory order.</summary>
    public const uint Magic = 0x474E524C;

    /// <summary>Version of this layout.</summary>
    public const uint Version = 1;

    /// <summary>Bytes before the data area.</summary>
    public const int HeaderLength = 4096;

    /// <summary>Smallest capacity, in bytes.</summary>
    public const int MinCapacity = 64;

    /// <summary>Largest capacity, in bytes.</summary>
    public const int MaxCapacity = 1 << 30;

    /// <summary>Length and tag before every record.</summary>
    public const int RecordHeaderLength = 8;

    internal const int MagicOffset = 0;
    internal const int VersionOffset = 4;
    internal const int CapacityOffset = 8;
    internal const int ProducerOffset = 128;
    internal const int ConsumerOffset = 256;
    internal const int ConsumerSleepsOffset = 384;
    internal const int ProducerWaitsOffset = 512;

    internal const uint PaddingLength = uint.MaxValue;
    internal const ulong AlignmentMask = 7;

    /// <summary>Bytes of shared memory that a ring of this capacity takes.</summary>
    public static long TotalLength(int capacity) => HeaderLength + (long)capacity;

    /// <summary>Largest record. Half of the ring: whatever the position, padding and record then fit an empty ring.</summary>
    public static int MaxRecordLength(int capacity) => (capacity / 2) - RecordHeaderLength;

    /// <summary>Whether this is a power of two within the bounds.</summary>
    public static bool IsCapacity(long capacity)
        => capacity is >= MinCapacity and <= MaxCapacity && (capacity & (capacity - 1)) == 0;

    /// <summary>Bytes that a record of this length takes in the data area.</summary>
    internal static ulong Footprint(uint length) => RecordHeaderLength + ((length + AlignmentMask) & ~AlignmentMask);
}
