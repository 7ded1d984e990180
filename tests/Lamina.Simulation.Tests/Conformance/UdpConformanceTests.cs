using Lamina.Conformance.Layers;

namespace Lamina.Simulation.Tests.Conformance;

public sealed class UdpConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make() => TwoHosts.OverUdp(1).Top;
}
