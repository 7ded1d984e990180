using System.Net;
using Lamina.Conformance.Ports;
using Lamina.Node.Ports;

namespace Lamina.Bearers.Tests.Conformance;

public sealed class UdpPortConformanceTests : DatagramPortSuite
{
    protected override PortPair Make() =>
        new FactoryPorts(new UdpPorts(), new IPEndPoint(IPAddress.Loopback, 0));
}
