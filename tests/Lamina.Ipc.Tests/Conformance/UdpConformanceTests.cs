using Lamina.Ipc.Tests.Udp;
using Lamina.Ipc.Udp;

namespace Lamina.Ipc.Tests.Conformance;

public sealed class UdpConformanceTests : IpcProcessConformance
{
    protected override LayerUnderTest Make()
    {
        var net = new UdpNet();
        UdpMember far = net.Add(2);
        UdpMember near = net.Add(1, new UdpSettings { Layer = UdpNet.Layer, IsInsecure = true, Peers = [far.Port.Local] });
        return new LayerUnderTest(UdpNet.Layer, near.Stack, far.Stack, near.Process, far.Process, net.Time);
    }
}
