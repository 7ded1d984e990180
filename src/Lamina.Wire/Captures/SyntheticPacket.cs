using System.Buffers.Binary;
using Lamina.Core;

namespace Lamina.Wire.Captures;

/// <summary>
/// The IP packet that would have carried a datagram, so that every analyser shows hosts and ports.
/// <code>
///  IPv4, where both ends are:                      IPv6, elsewhere:
///  +---------------------------------------+       +--------------------------------------+
///  | 45 | 00 | length     | 0 | DF         |       | 60 00 00 00                          |
///  | TTL 64 | UDP 17 | header checksum     |       | UDP length      | UDP 17 | hops 64   |
///  | source address                        |       | source address (16)                  |
///  | destination address                   |       | destination address (16)             |
///  +---------------------------------------+       +--------------------------------------+
///  | source port | destination port | length | checksum |  datagram                        |
/// </code>
/// </summary>
public static class SyntheticPacket
{
    /// <summary>Longest datagram that fits an IPv4 packet.</summary>
    public const int MaxPayload = ushort.MaxValue - IPv4Length - UdpLength;

    private const int IPv4Length = 20;
    private const int IPv6Length = 40;
    private const int UdpLength = 8;
    private const byte Udp = 17;
    private const byte Hops = 64;

    /// <summary>Bytes of the packet with a datagram of this length.</summary>
    public static int LengthOf(in UdpEndpoint from, in UdpEndpoint to, int payload) =>
        (IsIPv4(from, to) ? IPv4Length : IPv6Length) + UdpLength + payload;

    /// <summary>Writes the packet into a span of <see cref="LengthOf"/> bytes.</summary>
    public static void Write(Span<byte> target, in UdpEndpoint from, in UdpEndpoint to, ReadOnlySpan<byte> datagram)
    {
        int udpLength = UdpLength + datagram.Length;
        bool isIPv4 = IsIPv4(from, to);
        int headerLength = isIPv4 ? IPv4Length : IPv6Length;
        Span<byte> header = target[..headerLength];
        if (isIPv4)
        {
            WriteIPv4(header, from.IPv4, to.IPv4, udpLength);
        }
        else
        {
            WriteIPv6(header, from.Address, to.Address, udpLength);
        }

        ReadOnlySpan<byte> addresses = isIPv4 ? header[12..20] : header[8..40];
        WriteUdp(target.Slice(headerLength, udpLength), from.Port, to.Port, datagram, addresses);
    }

    private static bool IsIPv4(in UdpEndpoint from, in UdpEndpoint to) => from.IsIPv4 && to.IsIPv4;

    private static void WriteIPv4(Span<byte> header, uint from, uint to, int udpLength)
    {
        const ushort DontFragment = 0x4000;
        header.Clear();
        header[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(IPv4Length + udpLength));
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], DontFragment);
        header[8] = Hops;
        header[9] = Udp;
        BinaryPrimitives.WriteUInt32BigEndian(header[12..], from);
        BinaryPrimitives.WriteUInt32BigEndian(header[16..], to);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Fold(InternetChecksum.Add(0, header)));
    }

    private static void WriteIPv6(Span<byte> header, UInt128 from, UInt128 to, int udpLength)
    {
        header.Clear();
        header[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)udpLength);
        header[6] = Udp;
        header[7] = Hops;
        BinaryPrimitives.WriteUInt128BigEndian(header[8..], from);
        BinaryPrimitives.WriteUInt128BigEndian(header[24..], to);
    }

    private static void WriteUdp(
        Span<byte> udp, ushort from, ushort to, ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> addresses)
    {
        BinaryPrimitives.WriteUInt16BigEndian(udp, from);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], to);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)udp.Length);
        BinaryPrimitives.WriteUInt16BigEndian(udp[6..], 0);
        datagram.CopyTo(udp[UdpLength..]);

        // The pseudo header, of which the zeros add nothing: addresses, protocol, length.
        ulong sum = InternetChecksum.Add(Udp + (ulong)udp.Length, addresses);
        ushort checksum = InternetChecksum.Fold(InternetChecksum.Add(sum, udp));
        // 0 would say that there is none (RFC 768).
        BinaryPrimitives.WriteUInt16BigEndian(udp[6..], checksum == 0 ? ushort.MaxValue : checksum);
    }
}
