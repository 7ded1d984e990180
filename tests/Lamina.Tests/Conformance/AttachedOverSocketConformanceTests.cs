using Lamina.Conformance.Layers;
using Lamina.Conformance.Nodes;

namespace Lamina.Tests.Conformance;

public sealed class AttachedOverSocketConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make() => NodeLayer.Attached(sharesMemory: false);
}
