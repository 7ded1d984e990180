using Lamina.Conformance.Layers;

namespace Lamina.Tests.Conformance;

public sealed class AttachedConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make() => NodeLayer.Attached();
}
