using Lamina.Conformance.Ports;

namespace Lamina.Simulation.Tests.Conformance;

public sealed class SimulatedPortConformanceTests : DatagramPortSuite
{
    protected override PortPair Make() => new SimulatedPorts();
}
