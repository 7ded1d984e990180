using Lamina.Conformance.Layers;
using Lamina.Conformance.Nodes;
using Lamina.Conformance.Ports;

namespace Lamina.Tests.Conformance;

public sealed class MangledUdpConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make() => NodeLayer.OverPorts(new() { Ports = MangledPorts.Catalogue(1), Technology = MangledPorts.Name });
}
