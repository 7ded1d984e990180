using Lamina.Core;
using Lamina.Wire.Connections;

namespace Lamina.Wire.Tests.Connections;

public class ConnectionHelloTests
{
    [Fact]
    public void Vector_of_a_member()
    {
        NameHash.TryFromBytes(Convert.FromHexString("00112233445566778899aabbccddeeff"), out NameHash hash);
        var hello = new ConnectionHello(ConnectionComponent.DataTransfer, new("dt", 1, 2), 0x1122, new Address(0xABCD), hash, "b.net");

        byte[] bytes = Write(hello);

        Assert.Equal(
            "4d030102" + "0000000000001122" + "000000000000abcd" + "1000112233445566778899aabbccddeeff" + "026474" + "05622e6e6574" + "79c44432",
            Convert.ToHexStringLower(bytes));
        Assert.True(ConnectionHello.TryRead(bytes, out ConnectionHello read));
        Assert.Equal(hello, read);
    }

    [Fact]
    public void Vector_of_a_joiner()
    {
        var hello = new ConnectionHello(ConnectionComponent.Enrolment, new("e", 1, 1), 0, Address.None, default, "");
        byte[] bytes = Write(hello);
        Assert.Equal("4d010101" + "0000000000000000" + "0000000000000000" + "00" + "0165" + "00" + "5d3da143", Convert.ToHexStringLower(bytes));
        Assert.True(ConnectionHello.TryRead(bytes, out ConnectionHello read));
        Assert.Equal(hello, read);
    }

    [Fact]
    public void A_hello_of_a_later_version_may_be_longer()
    {
        byte[] bytes = Write(new ConnectionHello(ConnectionComponent.Management, new("m", 7, 9), 1, new Address(2), default, "x"));
        Assert.True(ConnectionHello.TryRead([.. bytes, 1, 2, 3], out ConnectionHello read));
        Assert.Equal(new ConnectionProtocol("m", 7, 9), read.Protocol);
    }

    [Fact]
    public void Texts_are_cut_at_a_character_and_cannot_steer_a_terminal()
    {
        byte[] bytes = Write(new ConnectionHello(ConnectionComponent.Management, new("m\u001b[2J", 1, 1), 1, new Address(2), default, new string('€', 40)));
        Assert.True(ConnectionHello.TryRead(bytes, out ConnectionHello read));
        Assert.Equal(("m[2J", new string('€', 21)), (read.Protocol.Name, read.Process));
    }

    [Theory]
    [InlineData("")]
    [InlineData("4d")]
    [InlineData("4c0101010000000000000000000000000000000000016500e77263cd")]
    [InlineData("4d0401010000000000000000000000000000000000016500fa4de76a")]
    [InlineData("4d0102010000000000000000000000000000000000016500b903929f")]
    [InlineData("4d01010100000000000000000000000000000000ff016500753e4901")]
    [InlineData("4d01010100000000000000000000000000000000000031e28882")]
    [InlineData("4d0101010000000000000000000000000000000000ff650069791895")]
    public void What_is_no_hello_is_not_read(string hex) =>
        Assert.False(ConnectionHello.TryRead(Convert.FromHexString(hex), out _));

    [Fact]
    public void A_bit_that_was_turned_over_is_seen_wherever_it_is()
    {
        byte[] bytes = Write(new ConnectionHello(ConnectionComponent.DataTransfer, new("dt", 1, 2), 0x1122, new Address(0xABCD), default, "b.net"));
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(ConnectionHello.TryRead(bytes, out _), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    private static byte[] Write(in ConnectionHello hello)
    {
        byte[] bytes = new byte[ConnectionHello.MaxLength];
        return bytes[..hello.Write(bytes)];
    }
}
