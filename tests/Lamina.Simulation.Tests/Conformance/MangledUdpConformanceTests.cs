using Lamina.Conformance.Layers;
using Lamina.Simulation.Mangling;

namespace Lamina.Simulation.Tests.Conformance;

public sealed class MangledUdpConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make() => TwoHosts.OverUdp(1, ManglingProfile.Regrouped).Top;
}
