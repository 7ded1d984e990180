using Lamina.Conformance.Layers;

namespace Lamina.Tests.Conformance;

public sealed class UdpConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make() => NodeLayer.OverUdp();
}
