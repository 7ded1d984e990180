using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests;

public class ThreeMemberTests
{
    private static readonly LinkProfile Lossy = new() { Loss = 0.05 };

    [Fact]
    public void A_megabyte_goes_through_a_router_that_loses_one_in_twenty()
    {
        using var chain = new Chain(seed: 1, Lossy);
        UnicastIpcProcess[] members = chain.MakeLayer("net", "udp", Chain.UdpMaxPacketSize, isRouter: true);
        BulkReceiver receiver = Transfer(chain, "net", 1_000_000);

        Assert.Equal((1_000_000L, true), (receiver.Received, receiver.IsIntact));
        Assert.True(members[1].Counters!.Forwarded > 600);
        Assert.Equal(0, members[1].FlowCount);
        Assert.Equal(1429, members[0].Membership!.Parameters.MaxPacketSize);
        chain.AssertCleanEnd();
    }

    [Fact]
    public void One_seed_gives_one_run_bit_for_bit_and_another_seed_another()
    {
        string first = TraceOf(7);
        Assert.Equal(first, TraceOf(7));
        Assert.NotEqual(first, TraceOf(8));
    }

    [Fact]
    public void Layers_stand_on_layers()
    {
        using var chain = new Chain(seed: 2, new LinkProfile { Loss = 0.02 });
        chain.MakeLayer("net", "udp", Chain.UdpMaxPacketSize, isRouter: false);
        UnicastIpcProcess[] upper = chain.MakeLayer("top", "net", 1429, isRouter: false);
        BulkReceiver receiver = Transfer(chain, "top", 100_000);

        Assert.Equal((100_000L, true), (receiver.Received, receiver.IsIntact));
        Assert.Equal(1414, upper[0].Membership!.Parameters.MaxPacketSize);
        chain.AssertCleanEnd();
    }

    private static string TraceOf(ulong seed)
    {
        using var chain = new Chain(seed, Lossy);
        chain.MakeLayer("net", "udp", Chain.UdpMaxPacketSize, isRouter: true);
        Transfer(chain, "net", 50_000);
        return chain.Network.TraceHash;
    }

    private static BulkReceiver Transfer(Chain chain, string layer, long bytes)
    {
        var name = Name.Parse("sink");
        var receiver = new BulkReceiver(chain.C.Irm.ServiceFor("receiver"));
        chain.Serve(chain.C, name, layer, receiver);
        BulkSender sender = chain.Send(name, bytes);
        Assert.True(
            chain.Network.RunUntil(() => receiver.Received == bytes || sender.Refused != CloseReason.None, Chain.Patience),
            $"{receiver.Received} of {bytes} came, {sender.Sent} were sent, closed: {sender.Closed}, {receiver.Closed}");
        Assert.Equal(CloseReason.None, sender.Refused);
        return receiver;
    }
}
