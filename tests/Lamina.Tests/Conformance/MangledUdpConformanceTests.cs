using Lamina.Conformance.Layers;

namespace Lamina.Tests.Conformance;

public sealed class MangledUdpConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make() => NodeLayer.OverUdp(MangledPorts.Catalogue(1), MangledPorts.Name);
}
