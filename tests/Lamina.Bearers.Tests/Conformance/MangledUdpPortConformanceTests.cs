using System.Net;
using Lamina.Conformance.Ports;
using Lamina.Simulation.Mangling;

namespace Lamina.Bearers.Tests.Conformance;

public sealed class MangledUdpPortConformanceTests : DatagramPortSuite
{
    protected override PortPair Make() => new LoopbackPorts(IPAddress.Loopback, ManglingProfile.Regrouped);
}
