using Lamina.Conformance.Layers;
using Lamina.Ipc.Tests.Udp;

namespace Lamina.Ipc.Tests.Conformance;

/// <summary>One udp member that is its own peer.</summary>
public sealed class UdpLoopbackConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make()
    {
        var net = new UdpNet();
        UdpMember only = net.Add(1);
        net.Network.Loses = (_, _) => throw new InvalidOperationException("loopback met the socket");
        var station = new VirtualStation(only.Stack, only.Process, net.Time);
        return new VirtualLayer(UdpNet.Layer, station, station, net.Time);
    }
}
