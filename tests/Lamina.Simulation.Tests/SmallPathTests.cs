using Lamina.Core;
using Lamina.Ipc.Udp;
using Lamina.Ipc.Unicast;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests;

/// <summary>Whole layers over links that carry less than Ethernet, and say nothing about it.</summary>
public class SmallPathTests
{
    [Theory]
    [InlineData(1200, 0)]
    [InlineData(1232, 0)]
    [InlineData(1232, 0.02)]
    [InlineData(1420, 0.02)]
    public void A_layer_of_1444_works_over_a_link_of(int maxDatagram, double loss)
    {
        using var chain = new Chain(seed: 11, new LinkProfile { MaxDatagram = maxDatagram, Loss = loss });
        UnicastIpcProcess[] members = chain.MakeLayer("net", "udp", Chain.UdpMaxPacketSize, isRouter: true);
        var receiver = new BulkReceiver(chain.C.Irm.ServiceFor("receiver"));
        chain.Serve(chain.C, Name.Parse("bulk"), "net", receiver);
        BulkSender sender = chain.Send(Name.Parse("bulk"), 300_000);
        Assert.True(chain.Network.RunUntil(() => receiver.Received == 300_000 || sender.Refused != CloseReason.None, Chain.Patience), $"{receiver.Received} bytes came");
        Assert.Equal((300_000L, true), (receiver.Received, receiver.IsIntact));
        Assert.Equal(1429, members[0].Membership!.Parameters.MaxPacketSize);

        // Only probes vanish: never a packet of anybody.
        long probes = chain.Network.Hosts.SelectMany(host => host.Irm.Processes.All).OfType<UdpIpcProcess>().Sum(udp => udp.Counters.ProbesSent);
        Assert.InRange(chain.AB.ForthCounters.TooLong + chain.BC.ForthCounters.TooLong + chain.AB.BackCounters.TooLong + chain.BC.BackCounters.TooLong, 1, probes);
        chain.AssertCleanEnd();
    }
}
