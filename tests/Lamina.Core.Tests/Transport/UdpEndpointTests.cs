using System.Net;

namespace Lamina.Core.Tests.Transport;

public sealed class UdpEndpointTests
{
    [Theory]
    [InlineData("192.0.2.1:3435", true)]
    [InlineData("0.0.0.0:0", true)]
    [InlineData("[2001:db8::1]:65535", false)]
    [InlineData("[::]:0", false)]
    [InlineData("[fe80::1%3]:443", false)]
    public void Goes_to_the_platform_and_back(string text, bool isIPv4)
    {
        var endPoint = IPEndPoint.Parse(text);
        var value = UdpEndpoint.From(endPoint);
        Assert.Equal(isIPv4, value.IsIPv4);
        Assert.Equal(endPoint, value.ToIPEndPoint());
        Assert.Equal(text, value.ToString());
    }

    [Fact]
    public void A_mapped_address_is_the_same_peer()
    {
        var plain = UdpEndpoint.From(IPEndPoint.Parse("192.0.2.1:3435"));
        var mapped = UdpEndpoint.From(IPEndPoint.Parse("[::ffff:192.0.2.1]:3435"));
        Assert.Equal(plain, mapped);
        Assert.Equal(plain.GetHashCode(), mapped.GetHashCode());
        Assert.Equal(0xC0000201u, mapped.IPv4);
        Assert.Equal(plain, UdpEndpoint.FromIPv4(0xC0000201, 3435));
    }

    [Theory]
    [InlineData("192.0.2.1:3436")]
    [InlineData("192.0.2.2:3435")]
    [InlineData("[::192.0.2.1]:3435")]
    public void Another_port_or_address_is_another_peer(string text)
    {
        var one = UdpEndpoint.From(IPEndPoint.Parse("192.0.2.1:3435"));
        Assert.True(one != UdpEndpoint.From(IPEndPoint.Parse(text)));
    }

    [Fact]
    public void Scope_tells_links_apart() =>
        Assert.NotEqual(UdpEndpoint.From(IPEndPoint.Parse("[fe80::1%3]:1")), UdpEndpoint.From(IPEndPoint.Parse("[fe80::1%4]:1")));

    [Fact]
    public void Costs_no_allocation()
    {
        var endPoint = IPEndPoint.Parse("192.0.2.1:3435");
        var expected = UdpEndpoint.From(endPoint);
        var equal = 0;
        Assert.Equal(0, LeastAllocated.By(() =>
        {
            equal = 0;
            for (var i = 0; i < 100; i++)
            {
                var value = UdpEndpoint.From(endPoint);
                if (value == expected && value.GetHashCode() == expected.GetHashCode())
                {
                    equal++;
                }
            }
        }));
        Assert.Equal(100, equal);
    }
}
