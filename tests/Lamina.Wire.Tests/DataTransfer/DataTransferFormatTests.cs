using Lamina.Core;
using Lamina.Wire.DataTransfer;

namespace Lamina.Wire.Tests.DataTransfer;

public class DataTransferFormatTests
{
    [Theory]
    [InlineData(4, 0x0A0B0C0DUL, 60, 0, 0, 0x1122334455667788UL, "0a0b0c0d3c00001122334455667788")]
    [InlineData(4, 1UL, 1, 2, 255, 0UL, "000000010102ff0000000000000000")]
    [InlineData(1, 0xFEUL, 255, 1, 0, 64UL, "feff01000000000000000040")]
    [InlineData(2, 0xFFFEUL, 7, 200, 1, 1UL, "fffe07c8010000000000000001")]
    [InlineData(8, 0x0102030405060708UL, 60, 0, 0, 5UL, "01020304050607083c00000000000000000005")]
    public void Vectors(int addressSize, ulong address, byte ttl, byte cube, byte ecn, ulong eid, string hex)
    {
        var format = new DataTransferFormat(addressSize);
        var header = new DataTransferHeader(new Address(address), ttl, (QosCube)cube, ecn, eid);
        byte[] bytes = new byte[format.HeaderLength];

        format.Write(bytes, header);

        Assert.Equal(hex, Convert.ToHexStringLower(bytes));
        Assert.Equal(header, format.Read(bytes));
    }

    [Fact]
    public void The_default_header_has_15_bytes() => Assert.Equal(15, new DataTransferFormat(4).HeaderLength);

    [Fact]
    public void Only_the_ttl_changes_when_a_packet_is_passed_on()
    {
        var format = new DataTransferFormat(4);
        byte[] bytes = Convert.FromHexString("0a0b0c0d3c00001122334455667788");
        format.SetTtl(bytes, 59);
        Assert.Equal("0a0b0c0d3b00001122334455667788", Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void Any_bytes_read_and_write_back_the_same()
    {
        var random = new SeededRandom(20_001);
        byte[] bytes = new byte[32];
        byte[] copy = new byte[32];
        for (int i = 0; i < 200_000; i++)
        {
            var format = new DataTransferFormat(1 + random.Next(8));
            random.Fill(bytes);
            bytes.CopyTo(copy, 0);
            format.Write(copy, format.Read(bytes));
            Assert.Equal(bytes, copy);
        }
    }
}
