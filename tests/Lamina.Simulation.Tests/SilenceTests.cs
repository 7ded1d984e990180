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
    [InlineData(true, 3.1)]
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
        Assert.InRange((chain.Network.Now - cut).TotalSeconds, 2.3, seconds);
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

    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(1, 0.0)]
    [InlineData(0, 60.0)]
    [InlineData(1, 60.0)]
    public void Of_two_ways_under_traffic_the_other_carries_on_before_the_lost_one_is_given_up(int cut, double idle)
    {
        using var lab = new Lab(seed: 70 + (ulong)cut, hosts: 2);
        (SimulatedLink[] links, UnicastIpcProcess[] members) = TwoWays(lab);
        lab.Serve(1, "echo", "net");
        Ticker ticker = lab.Tick(0, "echo", QosSpec.Data);
        lab.Network.RunFor(Duration.FromSeconds(1 + idle));
        links[cut].IsCut = true;
        Assert.True(lab.Network.RunUntil(
            () => Array.TrueForAll(members, member => member.Adjacencies.Any(flow => flow.State == AdjacencyState.Silent)),
            Duration.FromSeconds(6)));
        lab.Network.RunFor(Duration.FromSeconds(10));
        ticker.Stop();
        lab.Network.RunFor(Duration.FromSeconds(2));
        Assert.Equal((0, CloseReason.None), (ticker.Missing, ticker.Closed));

        // The youngest way carries the packets, at both ends: the other is no loss.
        Assert.InRange(ticker.LongestGap.TotalSeconds, 0, cut == 1 ? 1.5 : 0.1);
        ticker.Close();
        lab.AssertCleanEnd();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_neighbour_that_stands_still_under_traffic_is_doubted_and_not_lost(int seconds)
    {
        using var lab = new Lab(seed: 75, hosts: 2);
        (SimulatedLink[] links, UnicastIpcProcess[] members) = TwoWays(lab);
        lab.Serve(1, "echo", "net");
        Ticker ticker = lab.Tick(0, "echo", QosSpec.Data);
        lab.Network.RunFor(Duration.FromSeconds(1));
        long[] flows = FlowsOf(members);
        for (int i = 0; i < 10; i++)
        {
            Array.ForEach(links, link => link.IsCut = true);
            lab.Network.RunFor(Duration.FromSeconds(seconds));
            Array.ForEach(links, link => link.IsCut = false);
            lab.Network.RunFor(Duration.FromSeconds(3));
            Assert.Equal(flows, FlowsOf(members));
            Assert.All(members.SelectMany(member => member.Adjacencies), flow => Assert.Equal(AdjacencyState.Up, flow.State));
        }

        ticker.Stop();
        lab.Network.RunFor(Duration.FromSeconds(2));
        Assert.Equal((0, CloseReason.None), (ticker.Missing, ticker.Closed));
        ticker.Close();
        lab.AssertCleanEnd();
    }

    [Fact]
    public void A_way_that_died_while_nobody_used_it_is_left_within_a_second_of_its_first_use()
    {
        using var lab = new Lab(seed: 76, hosts: 2);
        (SimulatedLink[] links, UnicastIpcProcess[] members) = TwoWays(lab);
        lab.Serve(1, "echo", "net");
        // A flow that asks for signs of life would use the way.
        var flow = new OpenedFlow(lab.Hosts[0], QosSpec.Data with { PeerTimeout = 0 });
        flow.Start(Name.Parse("echo"));
        Assert.True(lab.Network.RunUntil(() => flow.End is not null, Lab.Patience));
        lab.Network.RunFor(Duration.FromSeconds(30));
        links[1].IsCut = true;
        lab.Network.RunFor(Duration.FromSeconds(1));
        Instant used = lab.Now;
        Assert.True(flow.Write());
        Assert.True(lab.Network.RunUntil(
            () => members[0].Adjacencies.Any(link => link.State == AdjacencyState.Silent), Duration.FromSeconds(5)));
        Assert.InRange((lab.Now - used).TotalSeconds, 0.3, 1.0);
    }

    private static (SimulatedLink[] Links, UnicastIpcProcess[] Members) TwoWays(Lab lab)
    {
        SimulatedLink[] links = [.. lab.AddUdpLine("udp", 3435), .. lab.AddUdpLine("udp2", 3436)];
        UnicastIpcProcess b = lab.Bootstrap(1, "b", new UnicastParameters(Name.Parse("net")) { LowerMaxPacketSize = 1300 });
        lab.Publish(1, "b", b, "udp");
        UnicastIpcProcess a = lab.Join(0, "a", "b");
        lab.Publish(1, "b too", b, "udp2");
        lab.Connect(0, a, "b too");
        return (links, [a, b]);
    }

    private static long[] FlowsOf(UnicastIpcProcess[] members) =>
        [.. members.SelectMany(member => member.Adjacencies).Select(flow => flow.FlowId)];
}
