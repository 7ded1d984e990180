using System.Net;
using Lamina.Conformance.Ports;

namespace Lamina.Bearers.Tests.Conformance;

public sealed class UdpPortConformanceTests : DatagramPortSuite
{
    protected override PortPair Make() => new LoopbackPorts(IPAddress.Loopback);
}
