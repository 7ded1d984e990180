using System.Net;
using Lamina.Conformance.Ports;

namespace Lamina.Bearers.Tests.Conformance;

public sealed class UdpPortIPv6ConformanceTests : DatagramPortSuite
{
    protected override PortPair Make() => new LoopbackPorts(IPAddress.IPv6Loopback);
}
