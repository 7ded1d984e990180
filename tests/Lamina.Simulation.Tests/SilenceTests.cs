using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests;

public class SilenceTests
{
    private static readonly Name Target = Name.Parse("target");

    [Theory]
    [InlineData(false, 9.1)]
    [InlineData(true, 5.1)]
    public void A_dead_adjacency_is_noticed_soon_and_comes_back(bool withTraffic, double seconds)
    {
        using var chain = new Chain(seed: 61, new LinkProfile { BitsPerSecond = 10_000_000 });
        UnicastIpcProcess[] members = chain.MakeLayer("net", "udp", Chain.UdpMaxPacketSize, isRouter: true);
        chain.Serve(chain.C, Target, "net", new BulkReceiver(chain.C.Irm.ServiceFor("receiver")));
        if (withTraffic)
        {
            chain.Send(Target, 100_000_000);
            chain.Network.RunFor(Duration.FromSeconds(1));
        }

        Instant cut = chain.Network.Now;
        chain.BC.IsCut = true;
        Assert.True(
            chain.Network.RunUntil(() => members[0].Routes.Count == 1 && members[1].Routes.Count == 1, Chain.Patience), "the cut was not seen");
        Assert.InRange((chain.Network.Now - cut).TotalSeconds, 2.5, seconds);
        Assert.True(chain.Network.RunUntil(() => members[2].Routes.Count == 0, Duration.FromSeconds(10)), "the far side did not see it");
        Assert.Contains(members[2].Adjacencies, flow => flow.State == AdjacencyState.Connecting);

        chain.Network.RunFor(Duration.FromSeconds(10));
        chain.BC.IsCut = false;
        Instant healed = chain.Network.Now;
        Assert.True(
            chain.Network.RunUntil(() => Array.TrueForAll(members, member => member.Routes.Count == 2), Chain.Patience), "no way back");
        Assert.InRange((chain.Network.Now - healed).TotalSeconds, 0, 9);
        chain.AssertCleanEnd();
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    public void An_idle_adjacency_lives_and_costs_little_on_good_and_bad_links(double loss)
    {
        using var chain = new Chain(seed: 62, new LinkProfile { Loss = loss });
        UnicastIpcProcess[] members = chain.MakeLayer("net", "udp", Chain.UdpMaxPacketSize, isRouter: true);
        chain.Network.RunFor(Duration.FromSeconds(10));
        long before = chain.Network.DatagramCount;
        long[] flows = FlowsOf(members);
        chain.Network.RunFor(Duration.FromSeconds(600));
        Assert.Equal(flows, FlowsOf(members));

        // Two links, ten minutes: probes, and the link states of three members every 15 s with their acknowledgements.
        Assert.InRange(chain.Network.DatagramCount - before, 200, 2 * 600 * 2);
    }

    private static long[] FlowsOf(UnicastIpcProcess[] members) =>
        [.. members.SelectMany(member => member.Adjacencies).Select(flow => flow.FlowId)];
}
