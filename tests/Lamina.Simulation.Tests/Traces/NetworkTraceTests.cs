using System.Net;
using Lamina.Core;
using Lamina.Simulation.Links;
using Lamina.Simulation.Traces;

namespace Lamina.Simulation.Tests.Traces;

public class NetworkTraceTests
{
    [Fact]
    public void Every_datagram_of_a_network_is_in_its_trace_in_order_and_looking_changes_nothing()
    {
        (byte[] bytes, string hash, long datagrams) = Run(isTraced: true);
        CaptureFile file = CaptureFile.Read(bytes);
        Assert.Equal(datagrams, file.Packets.Count);
        Assert.InRange(datagrams, 50, 100_000);
        Assert.Equal(file.Packets.Select(packet => packet.Nanoseconds).Order(), file.Packets.Select(packet => packet.Nanoseconds));
        IPAddress[] sources = [.. file.Packets.Select(packet => new IPAddress(packet.Bytes.AsSpan(12, 4))).Distinct()];
        Assert.Equal(["10.0.0.1", "10.0.0.2", "10.0.0.3"], sources.Select(source => source.ToString()).Order());
        Assert.Equal(hash, Run(isTraced: false).Hash);
    }

    private static (byte[] Trace, string Hash, long Datagrams) Run(bool isTraced)
    {
        using MemoryStream stream = new();
        using Mesh mesh = new(seed: 301, size: 3, extraLinks: 2, new LinkProfile { Loss = 0.02 });
        if (isTraced)
        {
            mesh.Network.Tap = new PcapngWriter(stream, "three members").AddNetwork("mesh");
        }

        mesh.MakeLayer();
        mesh.Network.RunFor(Duration.FromSeconds(20));
        return (stream.ToArray(), mesh.Network.TraceHash, mesh.Network.DatagramCount);
    }
}
