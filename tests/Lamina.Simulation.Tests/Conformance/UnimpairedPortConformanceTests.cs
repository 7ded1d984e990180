using Lamina.Conformance.Ports;
using Lamina.Ipc.Udp.Impairment;

namespace Lamina.Simulation.Tests.Conformance;

/// <summary>Impaired by nothing: every datagram takes the way through the machine.</summary>
public sealed class UnimpairedPortConformanceTests : DatagramPortSuite
{
    protected override PortPair Make() => new SimulatedPorts(impairment: new PortImpairment());
}
