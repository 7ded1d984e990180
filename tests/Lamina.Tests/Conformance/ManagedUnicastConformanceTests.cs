using Lamina.Bearers.Managed;
using Lamina.Conformance.Layers;
using Lamina.Conformance.Nodes;

namespace Lamina.Tests.Conformance;

/// <summary>Stacks on sockets of the platform alone.</summary>
public sealed class ManagedUnicastConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make() => NodeLayer.OverUnicast(new() { Edge = ManagedEdge.Instance });
}
