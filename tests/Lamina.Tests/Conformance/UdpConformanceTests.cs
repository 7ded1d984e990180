using Lamina.Conformance.Layers;
using Lamina.Conformance.Nodes;

namespace Lamina.Tests.Conformance;

public sealed class UdpConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make() => NodeLayer.OverPorts();
}
