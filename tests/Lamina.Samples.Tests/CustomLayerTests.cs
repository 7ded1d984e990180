using CustomPolicies;
using Lamina.Conformance.Layers;
using Lamina.Conformance.Nodes;

namespace Lamina.Samples.Tests;

/// <summary>A unicast layer on Unix sockets that follows the sample's policies.</summary>
public sealed class CustomLayerTests : IpcProcessSuite
{
    private readonly SocketDirectory _directory = new();

    public override void Dispose()
    {
        base.Dispose();
        _directory.Dispose();
    }

    protected override LayerUnderTest Make() => NodeLayer.OverUnicast(new()
    {
        Ports = Extensions.Ports(_directory.Path),
        Technology = UnixPorts.Name,
        Policies = Extensions.Policies(),
        Unicast = Extensions.Layer("net"),
    });
}
