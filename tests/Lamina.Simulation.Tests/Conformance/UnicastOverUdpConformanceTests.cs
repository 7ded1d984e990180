using Lamina.Conformance.Layers;

namespace Lamina.Simulation.Tests.Conformance;

public sealed class UnicastOverUdpConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make() => TwoHosts.OverUdp(1).WithUnicast("net").Top;
}
