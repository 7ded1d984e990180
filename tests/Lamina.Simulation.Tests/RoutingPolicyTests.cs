using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Protocols.Routing;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests;

/// <summary>What a layer's routing policy does to packets.</summary>
public class RoutingPolicyTests
{
    private static readonly Name Echo = Name.Parse("echo");

    [Fact]
    public void Voice_takes_another_way_than_best_effort_where_its_weights_say_so()
    {
        // From m0 to m1 directly, but for voice that costs 10, and by m2 it costs 2.
        using var ring = new RingNetwork(
            3, "link-state", _ => new LinkProfile(), link => link == 0 ? new LinkWeights(1, 1, 10) : LinkWeights.One);
        EchoServer server = Serve(ring, 1);
        Assert.Same(ring.Members[0].AllRoutes[QosCube.BestEffort], ring.Members[0].AllRoutes[QosCube.Video]);
        Assert.Equal(2u, ring.Members[0].AllRoutes[QosCube.Voice].Single(route => route.Destination == ring.AddressOf(1)).Cost);

        Ping(ring, QosSpec.Data, 20);
        Assert.Equal(0, ring.Members[2].Counters!.Forwarded);
        Ping(ring, QosSpec.Voice, 20);
        Assert.InRange(ring.Members[2].Counters!.Forwarded, 40, 60);
        Assert.Equal(40, server.Echoed);

        // Said anew, the link is as cheap for voice as for all.
        ring.Run(1, sink => ring.Members[1].Connect(Name.Parse("m0"), ConnectionComponents.All, LinkWeights.One, sink, ring.Network.Now));
        ring.Network.RunFor(Duration.FromSeconds(1));
        Assert.Same(ring.Members[0].AllRoutes[QosCube.BestEffort], ring.Members[0].AllRoutes[QosCube.Voice]);
    }

    [Theory]
    [InlineData("lfa", true)]
    [InlineData("link-state", false)]
    public void With_lfa_the_very_next_packet_after_a_lost_adjacency_takes_the_other_way(string policy, bool arrives)
    {
        using var ring = new RingNetwork(3, policy, _ => new LinkProfile(), _ => LinkWeights.One);
        EchoServer server = Serve(ring, 1);
        var flow = new OpenedFlow(ring.Network.Hosts[0], QosSpec.Data);
        flow.Start(Echo);
        Assert.True(ring.Network.RunUntil(() => flow.End is not null, Chain.Patience));
        Assert.True(flow.Write());
        ring.Network.RunFor(Duration.FromSeconds(1));
        Assert.Equal(1, server.Echoed);
        Assert.Equal(0, ring.Members[2].Counters!.Forwarded);

        // m1 made the adjacency and takes it back. Its last word arrives after 1 ms; routes are computed anew 10 ms later.
        ring.Network.Hosts[1].Do(now => ring.Members[1].Disconnect(Name.Parse("m0"), ConnectionComponents.All, new OutcomeProbe(), now));
        Assert.True(ring.Network.RunUntil(
            () => !ring.Members[0].Adjacencies.Any(flow => flow.Peer == ring.AddressOf(1) && flow.Component == Wire.Connections.ConnectionComponent.DataTransfer),
            Duration.FromMilliseconds(5)));
        Assert.Equal(arrives, flow.Write());
        ring.Network.RunFor(Duration.FromMilliseconds(8));
        Assert.Equal(ring.AddressOf(1), ring.Members[0].Routes.Single(route => route.Destination == ring.AddressOf(1)).NextHop);
        Assert.Equal(arrives ? 2 : 1, server.Echoed);
        Assert.Equal(arrives, ring.Members[2].Counters!.Forwarded > 0);

        ring.Network.RunFor(Duration.FromMilliseconds(100));
        Assert.Equal(ring.AddressOf(2), ring.Members[0].Routes.Single(route => route.Destination == ring.AddressOf(1)).NextHop);
    }

    [Fact]
    public void With_ecmp_flows_use_both_ways_and_each_keeps_to_its_own()
    {
        // From m0 to m2 by m1 it takes 2 ms, by m3 it takes 11 ms.
        using var ring = new RingNetwork(
            4, "ecmp", link => new LinkProfile { Latency = Duration.FromMilliseconds(link < 3 ? 1 : 10) }, _ => LinkWeights.One);
        Serve(ring, 2);
        var seen = new HashSet<long>();
        for (int i = 0; i < 20; i++)
        {
            long[] times = [.. Ping(ring, QosSpec.Data, 10).RoundTrips.Select(time => (time.Milliseconds + 2) / 9)];
            Assert.True(times.Distinct().Count() == 1, $"a flow changed its way: {string.Join(" ", times)}");
            seen.Add(times[0]);
        }

        // Both ways there and both ways back: by one, by the other, by each once.
        Assert.Equal(3, seen.Count);
        Assert.True(ring.Members[1].Counters!.Forwarded > 50 && ring.Members[3].Counters!.Forwarded > 50);

        // A way that is lost leaves its flows to the other.
        ring.Run(3, sink => ring.Members[3].Disconnect(Name.Parse("m2"), ConnectionComponents.All, sink, ring.Network.Now));
        for (int i = 0; i < 5; i++)
        {
            Ping(ring, QosSpec.Data, 2);
        }
    }

    private static EchoServer Serve(RingNetwork ring, int member)
    {
        SimulatedHost host = ring.Network.Hosts[member];
        var server = new EchoServer(host.Irm.ServiceFor("echo"));
        Assert.Equal(Outcome.Ok, host.Irm.Bind(Echo, server));
        ring.Run(member, sink => host.Irm.RegisterInLayer(Echo, "net", sink, ring.Network.Now));
        return server;
    }

    private static Pinger Ping(RingNetwork ring, QosSpec qos, int count)
    {
        SimulatedHost host = ring.Network.Hosts[0];
        var pinger = new Pinger(host.Irm.ServiceFor("ping"), qos, count);
        host.Do(now => pinger.Start(Echo, now));
        Assert.True(ring.Network.RunUntil(() => pinger.IsDone, Chain.Patience), $"{pinger.Refused}, {pinger.RoundTrips.Count} answers");
        return pinger;
    }
}
