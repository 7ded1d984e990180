using Lamina.Conformance.Ports;
using Lamina.Simulation.Mangling;

namespace Lamina.Simulation.Tests.Conformance;

public sealed class MangledSimulatedPortConformanceTests : DatagramPortSuite
{
    protected override PortPair Make() => new SimulatedPorts(ManglingProfile.Regrouped);
}
