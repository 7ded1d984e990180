using Lamina.Conformance.Layers;

namespace Lamina.Simulation.Tests.Conformance;

public sealed class UnicastOverLocalConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make() => TwoHosts.OverLocal(1).WithUnicast("net").Top;
}
