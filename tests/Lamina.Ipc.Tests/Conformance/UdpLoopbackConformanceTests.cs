using Lamina.Ipc.Tests.Udp;

namespace Lamina.Ipc.Tests.Conformance;

/// <summary>One udp member that is its own peer.</summary>
public sealed class UdpLoopbackConformanceTests : IpcProcessConformance
{
    protected override LayerUnderTest Make()
    {
        var net = new UdpNet();
        UdpMember only = net.Add(1);
        net.Network.Loses = (_, _) => throw new InvalidOperationException("loopback met the socket");
        return new LayerUnderTest(UdpNet.Layer, only.Stack, only.Stack, only.Process, only.Process, net.Time);
    }
}
