using CustomPolicies;
using Lamina.Conformance.Layers;
using Lamina.Conformance.Nodes;

namespace Lamina.Samples.Tests;

/// <summary>An IPC process of kind udp on Unix sockets.</summary>
public sealed class UnixLayerTests : IpcProcessSuite
{
    private readonly SocketDirectory _directory = new();

    public override void Dispose()
    {
        base.Dispose();
        _directory.Dispose();
    }

    protected override LayerUnderTest Make() =>
        NodeLayer.OverPorts(new() { Ports = Extensions.Ports(_directory.Path), Technology = UnixPorts.Name });
}
