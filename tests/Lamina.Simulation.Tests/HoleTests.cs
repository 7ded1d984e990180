using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests;

/// <summary>A path that carries less all at once, under a running flow, and says nothing about it: a hole for long packets.</summary>
public class HoleTests(ITestOutputHelper output)
{
    // Bytes of UDP payload on links of 1280 bytes with IPv6, and of 600 with IPv4. The second is below what udp finds by itself.
    private const int Of1280 = 1232;
    private const int Of600 = 572;

    [Theory]
    [InlineData(1, Of1280)]
    [InlineData(2, Of1280)]
    [InlineData(3, Of1280)]
    [InlineData(1, Of600)]
    [InlineData(2, Of600)]
    [InlineData(3, Of600)]
    public void A_flow_goes_on_over_a_path_that_shrinks_and_its_size_stays(int depth, int shrunk)
    {
        const long Bytes = 1_000_000_000;
        LinkProfile good = new() { BitsPerSecond = 1_000_000, QueueBytes = 30_000 };
        using var chain = new Chain(seed: (ulong)(depth * shrunk), good);
        UnicastIpcProcess[][] layers = MakeLayers(chain, depth);
        var receiver = new BulkReceiver(chain.C.Irm.ServiceFor("receiver"));
        chain.Serve(chain.C, Name.Parse("bulk"), $"l{depth}", receiver);
        BulkSender sender = chain.Send(Name.Parse("bulk"), Bytes);
        Assert.True(chain.Network.RunUntil(() => receiver.Received > 1_000_000, Chain.Patience), $"{receiver.Received} bytes came");
        Assert.Equal(0, Cut(layers));
        int size = layers[^1][0].Membership!.Parameters.MaxPacketSize;
        int message = sender.End!.MaxMessageSize;

        chain.BC.Profile = good with { MaxDatagram = shrunk };
        chain.Network.RunFor(Duration.FromSeconds(1));
        long before = receiver.Received;
        Instant since = chain.Network.Now;
        Assert.True(
            chain.Network.RunUntil(() => receiver.Received > before + 100_000 || sender.Closed != CloseReason.None, Duration.FromSeconds(60)),
            $"{receiver.Received - before} bytes came through the hole: {sender.Closed}");
        Duration hole = Duration.FromSeconds(1) + (chain.Network.Now - since);
        output.WriteLine($"depth {depth}, {shrunk} bytes: the transfer goes on {hole} after the path has shrunk");
        Assert.Equal(CloseReason.None, sender.Closed);
        Assert.True(hole < Duration.FromSeconds(29), $"{hole}");

        // Above R: what was lost has come, or the flow would have been given up.
        chain.Network.RunFor(Duration.FromSeconds(45));
        Assert.Equal((CloseReason.None, true), (sender.Closed, receiver.IsIntact));
        Assert.Equal((size, message), (layers[^1][0].Membership!.Parameters.MaxPacketSize, sender.End.MaxMessageSize));
        Assert.Equal(shrunk == Of600, Cut(layers) > 0);

        // It grows again: after a while nothing is cut any more.
        chain.BC.Profile = good;
        chain.Network.RunFor(Duration.FromSeconds(100));
        long cut = Cut(layers);
        long received = receiver.Received;
        chain.Network.RunFor(Duration.FromSeconds(10));
        Assert.Equal((CloseReason.None, true, cut), (sender.Closed, receiver.IsIntact, Cut(layers)));
        Assert.True(receiver.Received - received > 500_000, $"{receiver.Received - received} bytes in ten seconds");
        chain.AssertCleanEnd();
    }

    private static UnicastIpcProcess[][] MakeLayers(Chain chain, int depth)
    {
        var layers = new UnicastIpcProcess[depth][];
        int lower = Chain.UdpMaxPacketSize;
        for (int i = 0; i < depth; i++)
        {
            layers[i] = chain.MakeLayer($"l{i + 1}", i == 0 ? "udp" : $"l{i}", lower, isRouter: i == 0 && depth == 1);
            lower = layers[i][0].Membership!.Parameters.MaxPacketSize;
        }

        return layers;
    }

    private static long Cut(UnicastIpcProcess[][] layers) =>
        layers.Sum(members => members.Sum(member => member.Counters!.Parts.Cut));
}
