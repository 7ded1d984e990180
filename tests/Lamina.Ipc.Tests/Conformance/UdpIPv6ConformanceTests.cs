using Lamina.Conformance.Layers;
using Lamina.Core;
using Lamina.Ipc.Tests.Udp;

namespace Lamina.Ipc.Tests.Conformance;

/// <summary>Two members at IPv6 addresses.</summary>
public sealed class UdpIPv6ConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make()
    {
        var net = new UdpNet();
        UdpMember far = net.Add(Endpoint(2), UdpNet.With());
        UdpMember near = net.Add(Endpoint(1), UdpNet.With() with { Peers = [far.Port.Local] });
        return new VirtualLayer(
            UdpNet.Layer,
            new VirtualStation(near.Stack, near.Process, net.Time),
            new VirtualStation(far.Stack, far.Process, net.Time),
            net.Time)
        { Port = near.Port };
    }

    private static UdpEndpoint Endpoint(byte host) => UdpEndpoint.From(System.Net.IPEndPoint.Parse($"[2001:db8::{host}]:3435"));
}
