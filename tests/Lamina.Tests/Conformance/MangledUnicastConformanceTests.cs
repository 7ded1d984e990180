using Lamina.Conformance.Layers;
using Lamina.Conformance.Nodes;
using Lamina.Conformance.Ports;

namespace Lamina.Tests.Conformance;

public sealed class MangledUnicastConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make() => NodeLayer.OverUnicast(new() { Ports = MangledPorts.Catalogue(1), Technology = MangledPorts.Name });
}
