using Lamina.Core;
using Lamina.Wire.Udp;

namespace Lamina.Wire.Tests.Udp;

/// <summary>Probes and pieces, byte by byte.</summary>
public sealed class UdpPathVectorTests
{
    [Fact]
    public void Probes_are_these_bytes()
    {
        byte[] probe = [.. Enumerable.Repeat((byte)0xEE, 24)];
        Assert.Equal(24, new UdpProbePdu(0x0123456789ABCDEF).Write(probe));
        Assert.Equal("0000000000000000" + "0104" + "0123456789abcdef" + "000000000000", Convert.ToHexStringLower(probe));
        Assert.Equal(0, new UdpProbePdu(1).Write(probe.AsSpan(0, UdpProbePdu.MinLength - 1)));

        byte[] reply = new byte[32];
        int length = new UdpProbeReplyPdu(0x0123456789ABCDEF, 1452).Write(reply);
        Assert.Equal("0000000000000000" + "0105" + "0123456789abcdef" + "05ac", Convert.ToHexStringLower(reply.AsSpan(0, length)));
    }

    [Fact]
    public void A_piece_is_these_bytes()
    {
        byte[] piece = new byte[UdpPieceHeader.Length];
        new UdpPieceHeader(0x01020304, 1, 2, 1452).Write(piece);
        Assert.Equal("0000000000000000" + "0106" + "01020304" + "01" + "02" + "05ac", Convert.ToHexStringLower(piece));
    }

    [Fact]
    public void Pieces_of_any_length_and_number_cover_the_whole()
    {
        for (int total = UdpDatagram.HeaderLength + 1; total <= UdpPieceHeader.MaxTotal; total += 1 + (total / 50))
        {
            for (byte count = 2; count <= UdpPieceHeader.MaxCount; count++)
            {
                bool[] covered = new bool[total];
                for (byte index = 0; index < count; index++)
                {
                    var header = new UdpPieceHeader(7, index, count, (ushort)total);
                    Assert.True(IsRead(header, header.Unit));
                    covered.AsSpan(header.Offset, header.Unit).Fill(true);
                }

                Assert.DoesNotContain(false, covered);
            }
        }
    }

    [Theory]
    [InlineData(0, 1, 100, 100)]
    [InlineData(0, 17, 1360, 80)]
    [InlineData(2, 2, 100, 50)]
    [InlineData(0, 2, 100, 49)]
    [InlineData(0, 2, 100, 51)]
    [InlineData(0, 2, 8, 4)]
    [InlineData(0, 2, 1453, 727)]
    public void What_no_sender_writes_is_not_read(byte index, byte count, ushort total, int length) =>
        Assert.False(IsRead(new UdpPieceHeader(7, index, count, total), length));

    private static bool IsRead(in UdpPieceHeader header, int length)
    {
        byte[] bytes = new byte[UdpPieceHeader.Length + length];
        header.Write(bytes);
        var reader = new SpanReader(bytes.AsSpan(UdpDatagram.ManagementHeaderLength));
        return UdpPieceHeader.TryRead(ref reader, out UdpPieceHeader read) && read == header;
    }
}
