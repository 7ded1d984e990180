using Lamina.Conformance.Layers;
using Lamina.Conformance.Nodes;

namespace Lamina.Tests.Conformance;

/// <summary>The flows between two programs of one stack that share memory.</summary>
public sealed class DirectConformanceTests : LowerFlowSuite
{
    protected override LayerUnderTest Make() => NodeLayer.Direct();
}
