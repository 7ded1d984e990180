using System.Net;
using Lamina.Conformance.Ports;
using Lamina.Node.Ports;
using Lamina.Simulation.Mangling;

namespace Lamina.Bearers.Tests.Conformance;

public sealed class MangledUdpPortConformanceTests : DatagramPortSuite
{
    protected override PortPair Make() =>
        new FactoryPorts(new MangledPorts(new UdpPorts(), ManglingProfile.Regrouped, 1), new IPEndPoint(IPAddress.Loopback, 0));
}
