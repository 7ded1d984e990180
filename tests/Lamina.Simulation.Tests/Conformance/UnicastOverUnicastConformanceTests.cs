using Lamina.Conformance.Layers;

namespace Lamina.Simulation.Tests.Conformance;

public sealed class UnicastOverUnicastConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make() => TwoHosts.OverUdp(1).WithUnicast("lower").WithUnicast("upper").Top;
}
