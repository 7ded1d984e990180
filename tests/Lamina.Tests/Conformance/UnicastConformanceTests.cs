using Lamina.Conformance.Layers;

namespace Lamina.Tests.Conformance;

public sealed class UnicastConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make() => NodeLayer.OverUnicast();
}
