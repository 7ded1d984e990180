using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests;

/// <summary>A layer keeps its packet size where what it stands on carries less.</summary>
public class SmallerLowerFlowTests
{
    [Theory]
    [InlineData(1444)]
    [InlineData(4000)]
    public void A_layer_of_larger_packets_stands_on_one_of_smaller(int size)
    {
        using var chain = new Chain(seed: 3, new LinkProfile { Loss = 0.01, Reordering = 0.01, Duplication = 0.01 });
        chain.MakeLayer("net", "udp", Chain.UdpMaxPacketSize, isRouter: false);
        UnicastIpcProcess[] upper = chain.MakeLayer("top", "net", size, isRouter: false);
        const long Bytes = 200_000;
        var name = Name.Parse("sink");
        var receiver = new BulkReceiver(chain.C.Irm.ServiceFor("receiver"));
        chain.Serve(chain.C, name, "top", receiver);
        BulkSender sender = chain.Send(name, Bytes);

        Assert.True(
            chain.Network.RunUntil(() => receiver.Received == Bytes || sender.Refused != CloseReason.None, Chain.Patience),
            $"{receiver.Received} of {Bytes} came, refused: {sender.Refused}");
        Assert.True(receiver.IsIntact);
        Assert.Equal(size - 15, upper[0].Membership!.Parameters.MaxPacketSize);
        chain.AssertCleanEnd();
    }
}
