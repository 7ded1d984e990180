using Lamina.Conformance.Layers;
using Lamina.Ipc.Tests.Udp;
using Lamina.Ipc.Udp;

namespace Lamina.Ipc.Tests.Conformance;

/// <summary>Two members with a link of 1280 bytes between them.</summary>
public sealed class UdpSmallPathConformanceTests : IpcProcessSuite
{
    protected override LayerUnderTest Make()
    {
        var net = new UdpNet();
        net.Network.MaxDatagram = 1232;
        UdpMember far = net.Add(2);
        UdpMember near = net.Add(1, new UdpSettings { Layer = UdpNet.Layer, IsInsecure = true, Peers = [far.Port.Local] });
        return new VirtualLayer(
            UdpNet.Layer,
            new VirtualStation(near.Stack, near.Process, net.Time),
            new VirtualStation(far.Stack, far.Process, net.Time),
            net.Time)
        { Port = near.Port };
    }
}
