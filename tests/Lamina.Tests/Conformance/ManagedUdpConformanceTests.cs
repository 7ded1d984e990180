using Lamina.Bearers.Managed;
using Lamina.Conformance.Layers;
using Lamina.Conformance.Nodes;

namespace Lamina.Tests.Conformance;

/// <summary>Stacks on sockets of the platform alone.</summary>
public sealed class ManagedUdpConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make() => NodeLayer.OverPorts(new() { Edge = ManagedEdge.Instance });
}
