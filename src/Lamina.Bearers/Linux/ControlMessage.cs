namespace Lamina.Bearers.Linux;

/// <summary>
/// Ancillary data with one integer, as offload uses it.
/// <code>
/// cmsghdr: length 8 (header and data) | level 4 | type 4 | data | padding to 8
/// </code>
/// </summary>
internal static unsafe class ControlMessage
{
    private const int HeaderLength = 16;

    /// <summary>Room for one message of up to 8 bytes of data.</summary>
    public const int Space = HeaderLength + 8;

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

    /// <summary>What size of datagrams the kernel put together; 0 where it says nothing.</summary>
    public static int ReadSegmentSize(byte* from, nuint length)
    {
        nuint at = 0;
        while (at + HeaderLength <= length)
        {
            var messageLength = *(nuint*)(from + at);
            if (messageLength < HeaderLength || messageLength > length - at)
            {
                return 0;
            }

            var isSize = *(int*)(from + at + 8) == LibC.SolUdp && *(int*)(from + at + 12) == LibC.UdpGro;
            if (isSize && messageLength >= HeaderLength + sizeof(int))
            {
                return *(int*)(from + at + HeaderLength);
            }

            at += (messageLength + 7) & ~(nuint)7;
        }
        return 0;
    }
}
