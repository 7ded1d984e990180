using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Tests;

public class AdjacencyTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(700)]
    [InlineData(1900)]
    [InlineData(3300)]
    [InlineData(4700)]
    public void A_connect_that_comes_before_its_peer_costs_half_a_second_at_most(int milliseconds)
    {
        using var lab = new Lab(seed: 500, hosts: 3);
        lab.AddUdpLine("udp");
        UnicastIpcProcess b = lab.Bootstrap(1, "b", new UnicastParameters(Name.Parse("net")));
        lab.Publish(1, "b", b, "udp");
        UnicastIpcProcess a = lab.Enrol(0, "a", "b");

        // The name that a connects to comes later.
        var probe = new OutcomeProbe();
        lab.Hosts[0].Do(now => a.Connect(Name.Parse("b later"), ConnectionComponents.All, probe, now));
        lab.Network.RunFor(Duration.FromMilliseconds(milliseconds));
        Assert.Null(probe.Outcome);
        Instant there = lab.Now;
        lab.Publish(1, "b later", b, "udp");
        Assert.True(lab.Network.RunUntil(() => probe.Outcome is not null, Lab.Patience));
        Assert.Equal(Outcome.Ok, probe.Outcome);
        Assert.InRange((lab.Now - there).Milliseconds, 0, 500 + 50);
    }

    [Fact]
    public void A_connect_to_a_name_that_never_comes_ends_after_five_seconds_and_leaves_nothing()
    {
        using var lab = new Lab(seed: 501, hosts: 2);
        lab.AddUdpLine("udp");
        UnicastIpcProcess a = lab.Bootstrap(0, "a", new UnicastParameters(Name.Parse("net")));
        Instant before = lab.Now;
        Assert.Equal(OutcomeCode.NotFound, lab.TryConnect(0, a, "nobody").Code);
        Assert.InRange((lab.Now - before).TotalSeconds, 4.9, 6);
        Assert.Empty(a.Adjacencies);
        lab.AssertCleanEnd();
    }

    [Fact]
    public void Pauses_between_attempts_grow_to_five_seconds_and_no_further()
    {
        using var lab = new Lab(seed: 502, hosts: 2);
        SimulatedLink link = Assert.Single(lab.AddUdpLine("udp"));
        UnicastIpcProcess[] members = Pair(lab);
        link.IsCut = true;
        lab.Network.RunFor(Duration.FromSeconds(120));
        Assert.Empty(members[0].Routes);
        link.IsCut = false;
        Instant healed = lab.Now;

        // The longest pause, and a question that had just gone out in vain.
        lab.AwaitRoutes(Duration.FromSeconds(9), members);
        Assert.InRange((lab.Now - healed).TotalSeconds, 0, 9);
        lab.AssertCleanEnd();
    }

    [Fact]
    public void A_lower_layer_is_destroyed_and_made_again()
    {
        using var lab = new Lab(seed: 503, hosts: 2);
        lab.AddUdpLine("udp");
        UnicastIpcProcess lowB = lab.Bootstrap(1, "b.low", new UnicastParameters(Name.Parse("low")));
        lab.Publish(1, "b.low", lowB, "udp");
        lab.Join(0, "a.low", "b.low");
        UnicastIpcProcess[] members = Pair(lab, "low");
        lab.Serve(1, "echo", "net");
        Assert.Equal(CloseReason.None, lab.Ping(0, "echo"));

        foreach ((int host, string name) in new[] { (0, "a.low"), (1, "b.low") })
        {
            lab.Hosts[host].Do(now => Assert.Equal(Outcome.Ok, lab.Hosts[host].Irm.Destroy(name, now)));
        }

        Assert.True(lab.Network.RunUntil(() => members[0].Routes.Count == 0, Duration.FromSeconds(1)));
        lab.Network.RunFor(Duration.FromSeconds(20));
        UnicastIpcProcess again = lab.Bootstrap(1, "b.low", new UnicastParameters(Name.Parse("low")) { LowerMaxPacketSize = 1444 });
        lab.Publish(1, "b.low", again, "udp");
        lab.Join(0, "a.low", "b.low");
        lab.Register(1, "b", "low");
        lab.AwaitRoutes(Duration.FromSeconds(6), members);
        Assert.Equal(CloseReason.None, lab.Ping(0, "echo"));
        lab.AssertCleanEnd();
    }

    [Fact]
    public void A_lower_flow_that_ends_is_made_again_at_once()
    {
        using var lab = new Lab(seed: 504, hosts: 2);
        lab.AddUdpLine("udp");
        UnicastIpcProcess[] members = Pair(lab);

        // The other side's bearer is restarted: its flows are gone, the first packet is answered so.
        lab.Hosts[1].Do(now => Assert.Equal(Outcome.Ok, lab.Hosts[1].Irm.Destroy("udp", now)));
        Assert.True(lab.Network.RunUntil(() => members[0].Routes.Count == 0, Duration.FromSeconds(1)), "the end was not told");
        SimulatedDatagramPort port = lab.Hosts[1].OpenPort(3436);
        SimulatedDatagramPort other = lab.Hosts[0].OpenPort(3436);
        lab.Network.Link(port, other);
        lab.AddBearer(0, "udp2", other, port.Local);
        lab.AddBearer(1, "udp2", port, other.Local);
        lab.Register(1, "b", "udp2");
        lab.AwaitRoutes(Duration.FromSeconds(6), members);
        lab.AssertCleanEnd();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Of_two_ways_to_one_neighbour_one_is_cut_and_a_flow_goes_on(int cut)
    {
        using var lab = new Lab(seed: 510 + (ulong)cut, hosts: 2);
        SimulatedLink[] links = [.. lab.AddUdpLine("udp", 3435), .. lab.AddUdpLine("udp2", 3436)];
        UnicastIpcProcess[] members = Pair(lab);
        lab.Publish(1, "b too", members[1], "udp2");
        lab.Connect(0, members[0], "b too");
        lab.Serve(1, "echo", "net");
        Assert.Equal(4, members[0].Adjacencies.Count(flow => flow.State == AdjacencyState.Up));
        Ticker ticker = lab.Tick(0, "echo", QosSpec.Data);
        lab.Network.RunFor(Duration.FromSeconds(1));

        links[cut].IsCut = true;
        lab.Network.RunFor(Duration.FromSeconds(10));
        foreach (UnicastIpcProcess member in members)
        {
            Assert.Equal(2, member.Adjacencies.Count(flow => flow.State == AdjacencyState.Up));
            Assert.Single(member.Routes);
        }

        Assert.Equal(2, members[0].Adjacencies.Count(flow => flow.State == AdjacencyState.Connecting));

        // What the layer learns now goes the way that is left.
        lab.Serve(1, "late", "net");
        Assert.Equal(CloseReason.None, lab.Ping(0, "late"));
        links[cut].IsCut = false;
        Assert.True(lab.Network.RunUntil(
            () => members[0].Adjacencies.Count(flow => flow.State == AdjacencyState.Up) == 4, Duration.FromSeconds(9)), "no second way again");
        ticker.Stop();
        lab.Network.RunFor(Duration.FromSeconds(2));
        Assert.Equal((0, CloseReason.None), (ticker.Missing, ticker.Closed));
        Assert.True(ticker.Sent > 1000);
        ticker.Close();
        lab.AssertCleanEnd();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void What_the_layer_learns_while_a_way_is_dead_but_not_known_to_be_comes_over_the_other(int cut)
    {
        using var lab = new Lab(seed: 520 + (ulong)cut, hosts: 3);
        SimulatedLink[] links = [lab.AddUdpLine("udp", 3435)[0], lab.AddUdpLine("udp2", 3436)[0]];
        UnicastIpcProcess[] members = Pair(lab);
        lab.Publish(1, "b too", members[1], "udp2");
        lab.Connect(0, members[0], "b too");
        lab.Network.RunFor(Duration.FromSeconds(1));

        links[cut].IsCut = true;
        UnicastIpcProcess c = lab.Join(2, "c", "b");

        // Idle: the silence is seen after 9 s at most; what was said into it is said again then.
        lab.Network.RunFor(Duration.FromSeconds(10));
        lab.AwaitRoutes(Duration.Zero, [.. members, c]);
        lab.Serve(2, "echo", "net");
        Assert.Equal(CloseReason.None, lab.Ping(0, "echo"));
        lab.AssertCleanEnd();
    }

    private static UnicastIpcProcess[] Pair(Lab lab, string lower = "udp")
    {
        UnicastIpcProcess b = lab.Bootstrap(1, "b", new UnicastParameters(Name.Parse("net")) { LowerMaxPacketSize = 1300 });
        lab.Publish(1, "b", b, lower);
        UnicastIpcProcess a = lab.Join(0, "a", "b");
        return [a, b];
    }
}
