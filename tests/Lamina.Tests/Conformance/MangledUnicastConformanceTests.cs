using Lamina.Conformance.Layers;

namespace Lamina.Tests.Conformance;

public sealed class MangledUnicastConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make() => NodeLayer.OverUnicast(MangledPorts.Catalogue(1), MangledPorts.Name);
}
