using Lamina.Core;
using Lamina.Wire.Udp;

namespace Lamina.Wire.Tests.Udp;

/// <summary>The datagrams of a udp layer, byte by byte.</summary>
public sealed class UdpVectorTests
{
    private static readonly NameHash Unicast = NameHash.Of(Name.Parse("unicast"), HashAlgorithmId.Md5);

    [Fact]
    public void Management_is_these_bytes()
    {
        Span<byte> bytes = stackalloc byte[128];
        Assert.Equal(
            "0000000000000000" + "0101" + "0123456789abcdef" + "10" + "eebe0851cda7f85aeef4229567441a2d",
            Hex(bytes, new UdpQueryPdu(0x0123456789ABCDEF, Unicast).Write(bytes)));
        Assert.Equal(
            "0000000000000000" + "0102" + "0123456789abcdef" + "01",
            Hex(bytes, new UdpQueryReplyPdu(0x0123456789ABCDEF, true).Write(bytes)));
        Assert.Equal(
            "0000000000000000" + "00ff" + "0123456789abcdef" + "0102",
            Hex(bytes, new UdpVersionRefusalPdu(0x0123456789ABCDEF, 1, 2).Write(bytes)));
    }

    [Fact]
    public void A_packet_has_its_receivers_number_in_front()
    {
        byte[] datagram = new byte[9];
        UdpDatagram.WriteEid(datagram, 0x0102030405060708);
        Assert.Equal("010203040506070800", Convert.ToHexStringLower(datagram));
        Assert.Equal(0x0102030405060708ul, UdpDatagram.EidOf(datagram));
    }

    [Fact]
    public void What_was_written_is_read_and_nothing_that_is_cut()
    {
        byte[] bytes = new byte[128];
        int length = new UdpQueryPdu(5, Unicast).Write(bytes);
        for (int cut = 8; cut <= length; cut++)
        {
            var reader = new SpanReader(bytes.AsSpan(8, cut - 8));
            bool isRead = UdpDatagram.TryReadManagementHeader(ref reader, out byte version, out UdpManagementKind kind)
                & UdpQueryPdu.TryRead(ref reader, out UdpQueryPdu query);
            Assert.Equal(cut == length, isRead);
            if (isRead)
            {
                Assert.Equal((UdpDatagram.CurrentVersion, UdpManagementKind.Query), (version, kind));
                Assert.Equal(new UdpQueryPdu(5, Unicast), query);
            }
        }

        length = new UdpQueryReplyPdu(5, true).Write(bytes);
        for (int cut = UdpDatagram.ManagementHeaderLength; cut <= length; cut++)
        {
            var reader = new SpanReader(bytes.AsSpan(UdpDatagram.ManagementHeaderLength, cut - UdpDatagram.ManagementHeaderLength));
            Assert.Equal(cut == length, UdpQueryReplyPdu.TryRead(ref reader, out _));
        }
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new SeededRandom(7);
        byte[] noise = new byte[100];
        for (int round = 0; round < 20_000; round++)
        {
            Span<byte> message = noise.AsSpan(0, random.Next(noise.Length));
            random.Fill(message);
            var first = new SpanReader(message);
            var second = new SpanReader(message);
            var third = new SpanReader(message);
            UdpQueryPdu.TryRead(ref first, out _);
            UdpQueryReplyPdu.TryRead(ref second, out _);
            UdpVersionRefusalPdu.TryRead(ref third, out _);
        }
    }

    private static string Hex(Span<byte> bytes, int length) => Convert.ToHexStringLower(bytes[..length]);
}
