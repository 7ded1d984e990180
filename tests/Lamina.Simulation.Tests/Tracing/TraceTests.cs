using Lamina.Core;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Irm.Tracing;
using Lamina.Ipc.Tracing;
using Lamina.Ipc.Unicast;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;
using Lamina.Wire.Tracing;

namespace Lamina.Simulation.Tests.Tracing;

/// <summary>What a trace shows is the way that packets take; what it cannot show it says.</summary>
public class TraceTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, "link-state")]
    [InlineData(2, "link-state")]
    [InlineData(1, "ecmp")]
    [InlineData(2, "ecmp")]
    [InlineData(3, "ecmp")]
    [InlineData(1, "lfa")]
    [InlineData(2, "lfa")]
    public void The_traced_way_of_a_flow_is_the_one_that_its_packets_take(ulong seed, string routing)
    {
        const int Size = 14;
        using var mesh = new Mesh(seed, Size, extraLinks: 14, new LinkProfile());
        mesh.MakeLayer(routing);
        mesh.Network.RunFor(Duration.FromSeconds(5));
        Assert.True(mesh.IsConverged, "no routes");

        int several = 0;
        foreach (int server in new[] { Size - 1, Size - 2, Size / 2 })
        {
            Serve(mesh, server);
            Address address = mesh.Members[server].Membership!.Address;
            for (int flow = 0; flow < 4; flow++)
            {
                var tap = new WayTap(address);
                mesh.Network.Tap = tap;
                FlowRecord record = Ping(mesh, $"server {server}", out Pinger pinger);
                TraceTarget target = mesh.Network.Hosts[0].Irm.TraceLower(record.Id)!;

                TracedPath path = TraceBench.Walk(mesh.Network, mesh.Network.Hosts[0], target);

                Assert.True(path.IsComplete);
                UdpRecord[] traced = [.. TraceBench.Datagrams(path)];
                Assert.True(tap.Links.All(link => link.Count == 1), "one flow, one way");
                Assert.Equal(tap.Links.Select(link => link.Single()), traced.Select(link => (link.Local, link.Remote)));
                Assert.Equal(path.Hops.Count - 1, traced.Length);
                AssertReasons(mesh, path, routing);
                several += path.Hops.Count(hop => hop.Record is MemberRecord { NextHops: [_, { IsStandIn: false }, ..] });
                Assert.True(mesh.Network.RunUntil(() => pinger.IsDone, Lab.Patience));
                mesh.Network.RunFor(Duration.FromSeconds(1));
            }
        }

        // Or the test of spreading would test nothing.
        Assert.Equal(routing == "ecmp", several > 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_layer_below_is_shown_down_to_the_bearer(int depth)
    {
        using var lab = new Lab(seed: 500 + (ulong)depth, hosts: 3);
        lab.AddUdpLine("udp");
        List<UnicastIpcProcess[]> layers = RecursionTests.Stack(lab, depth);
        lab.Serve(2, "echo", $"l{depth}");

        TracedName name = TraceBench.Name(lab.Network, lab.Hosts[0], "echo", $"l{depth}");
        TracedPath path = TraceBench.Walk(lab.Network, lab.Hosts[0], name.Servers[0].Target);

        Assert.True(path.IsComplete);
        Assert.Equal([$"a.l{depth}", $"b.l{depth}", $"c.l{depth}"], TraceBench.Processes(path));
        Assert.Equal(depth, TraceBench.Depth(path));
        UdpEndpoint[] ports = [.. lab.Ports["udp"].Select(port => port.Local)];
        Assert.Equal(
            [(ports[0], ports[1]), (ports[1], ports[2])],
            TraceBench.Datagrams(path).Select(udp => (udp.Local, udp.Remote)).Distinct());
        Assert.All(path.Hops.Skip(1), hop => Assert.True(hop.RoundTrip > Duration.Zero));
        Assert.All(layers.SelectMany(layer => layer), member => Assert.Equal(0, member.TraceCounters!.Malformed + member.TraceCounters.Unasked));
        lab.AssertCleanEnd();
    }

    [Fact]
    public void A_hop_that_is_dead_is_named_and_the_hops_before_it_are_shown()
    {
        using var lab = new Lab(seed: 510, hosts: 5);
        lab.AddUdpLine("udp");
        MakeLine(lab);
        lab.Serve(4, "echo", "net");
        TracedName name = TraceBench.Name(lab.Network, lab.Hosts[0], "echo");
        lab.Hosts[3].Stop();

        TracedPath path = TraceBench.Walk(lab.Network, lab.Hosts[0], name.Servers[0].Target);

        Assert.False(path.IsComplete);
        Assert.Equal(["m0", "m1", "m2"], TraceBench.Processes(path)[..3]);
        var last = (MemberRecord)path.Hops[2].Record;
        Assert.Equal("m3", last.Taken!.Value.Process);
        Assert.All(path.Hops.Skip(3), hop => Assert.Equal(new ProblemRecord(TraceProblem.NoAnswer), hop.Record));
    }

    [Fact]
    public void A_member_without_a_way_says_so()
    {
        using var lab = new Lab(seed: 511, hosts: 4);
        lab.AddUdpLine("udp");
        MakeLine(lab);
        lab.Serve(3, "echo", "net");
        TracedName name = TraceBench.Name(lab.Network, lab.Hosts[0], "echo");
        lab.Hosts[3].Stop();
        lab.Network.RunFor(Duration.FromSeconds(15));

        TracedPath path = TraceBench.Walk(lab.Network, lab.Hosts[0], name.Servers[0].Target);

        Assert.False(path.IsComplete);
        Assert.False(Assert.IsType<MemberRecord>(Assert.Single(path.Hops).Record).HasRoute);
    }

    [Fact]
    public void Who_gives_a_flow_is_told_with_those_who_do_not()
    {
        using var lab = new Lab(seed: 512, hosts: 3);
        lab.AddUdpLine("udp");
        RecursionTests.Stack(lab, 2);
        lab.Serve(2, "echo", "l1");
        lab.Register(2, "echo", "l2");

        TracedName name = TraceBench.Name(lab.Network, lab.Hosts[0], "echo");

        Assert.Equal(
            [("udp", CandidateVerdict.DoesNotReach), ("l1", CandidateVerdict.Chosen), ("l2", CandidateVerdict.Reaches)],
            name.Candidates.Select(candidate => (candidate.Layer, candidate.Verdict)));
        Assert.Equal(CloseReason.None, lab.Ping(0, "echo"));
        Assert.Null(TraceBench.Name(lab.Network, lab.Hosts[0], "nobody").Chosen);
        Assert.NotNull(TraceBench.Name(lab.Network, lab.Hosts[2], "echo").DirectProgram);
        lab.AssertCleanEnd();
    }

    [Fact]
    public void A_lost_question_is_asked_again()
    {
        using var lab = new Lab(seed: 513, hosts: 4);
        SimulatedLink[] links = lab.AddUdpLine("udp");
        MakeLine(lab);
        lab.Serve(3, "echo", "net");
        TracedName name = TraceBench.Name(lab.Network, lab.Hosts[0], "echo");
        links[1].IsCut = true;
        lab.Network.At(lab.Now + Duration.FromMilliseconds(800), _ => links[1].IsCut = false);

        TracedPath path = TraceBench.Walk(lab.Network, lab.Hosts[0], name.Servers[0].Target);

        Assert.True(path.IsComplete);
        Assert.Equal(["m0", "m1", "m2", "m3"], TraceBench.Processes(path));
    }

    [Fact]
    public void A_flood_of_questions_costs_a_member_a_bounded_number_of_answers()
    {
        using var lab = new Lab(seed: 514, hosts: 3);
        lab.AddUdpLine("udp");
        List<UnicastIpcProcess> members = MakeLine(lab);
        lab.Serve(2, "echo", "net");
        TraceTarget target = TraceBench.Name(lab.Network, lab.Hosts[0], "echo").Servers[0].Target;
        var counter = new HopCounter();
        int asked = 0;
        for (int round = 0; round < 10; round++)
        {
            lab.Hosts[0].Do(now =>
            {
                for (int i = 0; i < 100; i++, asked++)
                {
                    target.Ask([1], counter, now);
                }
            });
            lab.Network.RunFor(Duration.FromMilliseconds(20));
        }

        Assert.True(lab.Network.RunUntil(() => counter.Total == asked, Duration.FromSeconds(5)), "not every question has an end");
        Assert.True(counter.Busy > 0 && counter.Silent > 0, "nothing was bounded");
        Assert.InRange(counter.Members, 256, 256 + 40);
        Assert.Equal(counter.Members, members[1].TraceCounters!.Answered);
        Assert.Equal(counter.Silent, members[1].TraceCounters!.Limited);
        lab.AssertCleanEnd();
    }

    private static List<UnicastIpcProcess> MakeLine(Lab lab)
    {
        var first = lab.Bootstrap(0, "m0", new UnicastParameters(Name.Parse("net")) { LowerMaxPacketSize = 1444 });
        lab.Publish(0, "m0", first, "udp");
        List<UnicastIpcProcess> members = [first];
        for (int i = 1; i < lab.Hosts.Count; i++)
        {
            members.Add(lab.Join(i, $"m{i}", $"m{i - 1}"));
            lab.Publish(i, $"m{i}", members[i], "udp");
        }

        lab.AwaitRoutes(Duration.FromSeconds(5), [.. members]);
        return members;
    }

    private static void Serve(Mesh mesh, int member)
    {
        SimulatedHost host = mesh.Network.Hosts[member];
        var server = new EchoServer(host.Irm.ServiceFor("echo"));
        var name = Name.Parse($"server {member}");
        Assert.Equal(Outcome.Ok, host.Irm.Bind(name, server));
        host.Do(now => Assert.Equal(Outcome.Ok, host.Irm.RegisterInLayer(name, "net", now)));
        mesh.Network.RunFor(Duration.FromSeconds(3));
    }

    private static FlowRecord Ping(Mesh mesh, string name, out Pinger pinger)
    {
        SimulatedHost host = mesh.Network.Hosts[0];
        Pinger started = pinger = new Pinger(host.Irm.ServiceFor("traced"), QosSpec.Data, 5000);
        host.Do(now => started.Start(Name.Parse(name), now));
        Assert.True(mesh.Network.RunUntil(() => started.RoundTrips.Count > 3, Lab.Patience), $"{started.Refused}");
        return host.Irm.Flows.All.Single(flow => flow.OwnerDescription == "traced");
    }

    // Each hop came by the one before, costs less, and follows the layer's policy.
    private void AssertReasons(Mesh mesh, TracedPath path, string routing)
    {
        MemberRecord[] members = [.. path.Hops.Select(hop => Assert.IsType<MemberRecord>(hop.Record))];
        output.WriteLine(string.Join(" ", members.Select(member => $"{member.Process}:{member.Cost}")));
        for (int i = 1; i < members.Length; i++)
        {
            Assert.Equal(members[i - 1].Address, members[i].CameBy);
            Assert.Equal(members[i].Address, members[i - 1].Taken!.Value.Address);
            Assert.Equal(members[i - 1].Cost - 1, members[i].Cost);
            Assert.Equal(routing, members[i].Policy);
        }

        Assert.Equal(mesh.Members[0].Name, members[0].Process);
    }
}
