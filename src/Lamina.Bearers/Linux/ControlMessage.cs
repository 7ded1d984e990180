namespace Lamina.Bearers.Linux;

/// <summary>
/// Ancillary data, as offload and time stamps use it.
/// <code>
/// cmsghdr: length 8 (header and data) | level 4 | type 4 | data | padding to 8
/// data:    UDP_SEGMENT 2, UDP_GRO 4: bytes of a datagram        SO_TIMESTAMPNS: seconds 8 | nanoseconds 8
/// </code>
/// </summary>
internal static unsafe class ControlMessage
{
    private const int HeaderLength = 16;

    private const int TimeLength = 16;

    /// <summary>Room for one message of up to 8 bytes of data.</summary>
    public const int Space = HeaderLength + 8;

    /// <summary>Room for all that comes with a train.</summary>
    public const int ReceivedSpace = Space + HeaderLength + TimeLength;

    /// <summary>"Cut this write into datagrams of so many bytes." Returns the bytes of ancillary data.</summary>
    public static int WriteSegmentSize(byte* to, int segmentSize)
    {
        *(nuint*)to = HeaderLength + sizeof(ushort);
        *(int*)(to + 8) = LibC.SolUdp;
        *(int*)(to + 12) = LibC.UdpSegment;
        *(ulong*)(to + HeaderLength) = 0;
        *(ushort*)(to + HeaderLength) = (ushort)segmentSize;
        return Space;
    }

    /// <summary>What the kernel says of a train that was received.</summary>
    /// <param name="from">The messages.</param>
    /// <param name="length">Their bytes.</param>
    /// <param name="segmentSize">Size of the datagrams that it put together; 0 where it says nothing.</param>
    /// <param name="came">When the first of them came, in nanoseconds since 1970; 0 where it says nothing.</param>
    public static void Read(byte* from, nuint length, out int segmentSize, out long came)
    {
        segmentSize = 0;
        came = 0;
        nuint at = 0;
        while (at + HeaderLength <= length)
        {
            var messageLength = *(nuint*)(from + at);
            if (messageLength < HeaderLength || messageLength > length - at)
            {
                return;
            }

            var level = *(int*)(from + at + 8);
            var type = *(int*)(from + at + 12);
            byte* data = from + at + HeaderLength;
            if (level == LibC.SolUdp && type == LibC.UdpGro && messageLength >= HeaderLength + sizeof(int))
            {
                segmentSize = *(int*)data;
            }
            else if (level == LibC.SolSocket && type == LibC.TimestampNanoseconds && messageLength >= HeaderLength + TimeLength)
            {
                came = (*(long*)data * 1_000_000_000) + *(long*)(data + sizeof(long));
            }

            at += (messageLength + 7) & ~(nuint)7;
        }
    }
}
