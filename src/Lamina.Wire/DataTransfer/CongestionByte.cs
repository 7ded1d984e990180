using System.Numerics;
using Lamina.Core;

namespace Lamina.Wire.DataTransfer;

/// <summary>
/// The congestion byte of the data transfer header.
/// <code>
///    7   6   5   4   3   2   1   0
///  +-------------------+-----------+
///  |       level       |  marker   |
///  +-------------------+-----------+
/// </code>
/// The level is the longest time that the packet has waited in one queue: 0 none, n about 1/8 ms times 2^((n-1)/2), 31 4 s and
/// more. The marker is its source's: the destination tells the source of the first packet of a new one; 0 asks for nothing.
/// </summary>
public static class CongestionByte
{
    /// <summary>The largest marker.</summary>
    public const byte LastMarker = 7;

    /// <summary>The largest level.</summary>
    public const byte LastLevel = 31;

    private const long Unit = 125_000;

    /// <summary>Where the source's marker is.</summary>
    public static byte MarkerOf(byte congestion) => (byte)(congestion & LastMarker);

    /// <summary>How long it waited at most, as a level.</summary>
    public static byte LevelOf(byte congestion) => (byte)(congestion >> 3);

    /// <summary>The byte with another level where that is larger.</summary>
    public static byte Raise(byte congestion, byte level) => (byte)(Math.Max(congestion >> 3, level) << 3 | (congestion & LastMarker));

    /// <summary>The level of a waiting time, rounded down; less than 1/8 ms is none.</summary>
    public static byte LevelFor(Duration waited)
    {
        ulong units = (ulong)(Math.Max(waited.Nanoseconds, 0) / Unit);
        if (units == 0)
        {
            return 0;
        }

        // Half octaves: the second one begins at the root of 2, about 181/128.
        int octave = BitOperations.Log2(units);
        int half = (Math.Max(waited.Nanoseconds, 0) / (double)Unit) >= 1.4142135623730951 * (1UL << octave) ? 1 : 0;
        return (byte)Math.Min(LastLevel, (2 * octave) + half + 1);
    }

    /// <summary>The waiting time that a level stands for; 0 for none.</summary>
    public static Duration WaitOf(byte level) => level == 0
        ? Duration.Zero
        : new((long)(Unit * (1L << ((level - 1) / 2)) * ((level & 1) == 0 ? 1.4142135623730951 : 1.0)));
}
