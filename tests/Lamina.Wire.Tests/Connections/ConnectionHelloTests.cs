using Lamina.Core;
using Lamina.Wire.Connections;

namespace Lamina.Wire.Tests.Connections;

public class ConnectionHelloTests
{
    [Fact]
    public void Vector_of_a_member()
    {
        NameHash.TryFromBytes(Convert.FromHexString("00112233445566778899aabbccddeeff"), out NameHash hash);
        var hello = new ConnectionHello(ConnectionComponent.DataTransfer, 1, 2, new Address(0xABCD), hash);
        byte[] bytes = new byte[ConnectionHello.MaxLength];

        int length = hello.Write(bytes);

        Assert.Equal("4c030102000000000000abcd1000112233445566778899aabbccddeeff", Convert.ToHexStringLower(bytes.AsSpan(0, length)));
        Assert.True(ConnectionHello.TryRead(bytes.AsSpan(0, length), out ConnectionHello read));
        Assert.Equal(hello, read);
    }

    [Fact]
    public void Vector_of_a_joiner()
    {
        var hello = new ConnectionHello(ConnectionComponent.Enrolment, 1, 1, Address.None, default);
        byte[] bytes = new byte[ConnectionHello.MaxLength];
        int length = hello.Write(bytes);
        Assert.Equal("4c010101000000000000000000", Convert.ToHexStringLower(bytes.AsSpan(0, length)));
        Assert.True(ConnectionHello.TryRead(bytes.AsSpan(0, length), out ConnectionHello read));
        Assert.Equal(hello, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4c")]
    [InlineData("4d010101000000000000000000")]
    [InlineData("4c040101000000000000000000")]
    [InlineData("4c010201000000000000000000")]
    [InlineData("4c0101010000000000000000ff")]
    public void What_is_no_hello_is_not_read(string hex) =>
        Assert.False(ConnectionHello.TryRead(Convert.FromHexString(hex), out _));
}
