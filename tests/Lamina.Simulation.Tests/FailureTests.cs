using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Connections;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests;

public class FailureTests
{
    private static readonly Name Echo = Name.Parse("echo");

    [Fact]
    public void An_unknown_name_is_said_to_be_unknown_soon()
    {
        using var chain = Make();
        Instant before = chain.Network.Now;
        Assert.Equal(CloseReason.NameUnknown, Ping(chain).Refused);
        Assert.InRange((chain.Network.Now - before).TotalSeconds, 0, 5);
    }

    [Fact]
    public void A_server_that_has_gone_is_no_unknown_name()
    {
        using var chain = Make();
        var server = new EchoServer(chain.C.Irm.ServiceFor("echo"));
        chain.Serve(chain.C, Echo, "net", server);
        Assert.True(Ping(chain).IsDone);
        Assert.Equal(5, server.Echoed);

        chain.C.Do(now => chain.C.Irm.StopListening(Echo, server, now));
        Assert.Equal(CloseReason.NoListener, Ping(chain).Refused);
    }

    [Fact]
    public void Another_version_is_refused_with_the_versions_spoken()
    {
        using var chain = Make();
        UnicastIpcProcess process = Chain.NewMember(chain.A, "new", new SpokenProtocols { Enrolment = new("lamina.enrolment", 4, 6) });
        Outcome outcome = Enrol(chain, process, "b.net");
        Assert.Equal(OutcomeCode.Failed, outcome.Code);
        Assert.Contains("it speaks version 1, this side versions 4 to 6", outcome.Message, StringComparison.Ordinal);
        Assert.False(process.IsEnrolled);
        Assert.Null(process.Layer);
    }

    [Fact]
    public void Enrolment_with_nobody_there_ends()
    {
        using var chain = Make();
        chain.AB.IsCut = true;
        UnicastIpcProcess known = Chain.NewMember(chain.A, "n1");
        Outcome outcome = Enrol(chain, known, "b.net");
        Assert.Equal(OutcomeCode.Timeout, outcome.Code);

        UnicastIpcProcess unknown = Chain.NewMember(chain.A, "n2");
        Assert.Equal(OutcomeCode.NotFound, Enrol(chain, unknown, "nobody").Code);
        Assert.False(known.IsEnrolled || unknown.IsEnrolled);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_cut_in_the_middle_of_an_enrolment_leaves_a_member_or_a_reason(int milliseconds)
    {
        using var chain = Make();
        UnicastIpcProcess process = Chain.NewMember(chain.A, "new");
        Instant cut = chain.Network.Now + Duration.FromMilliseconds(milliseconds);
        chain.Network.At(cut, _ => chain.AB.IsCut = true);
        Instant before = chain.Network.Now;
        Outcome outcome = Enrol(chain, process, "b.net");
        Assert.Equal(outcome.IsOk, process.IsEnrolled);
        Assert.Equal(outcome.IsOk, process.Layer == "net");
        Assert.True(outcome.IsOk || outcome.Message.Length > 0);
        Assert.InRange((chain.Network.Now - before).TotalSeconds, 0, 21);
    }

    [Fact]
    public void Adjacencies_come_back_after_a_long_cut()
    {
        using var chain = Make();
        var server = new EchoServer(chain.C.Irm.ServiceFor("echo"));
        chain.Serve(chain.C, Echo, "net", server);
        UnicastIpcProcess c = Member(chain.C, "c.net");
        UnicastIpcProcess a = Member(chain.A, "a.net");
        chain.BC.IsCut = true;
        Assert.True(chain.Network.RunUntil(() => c.Routes.Count == 0 && a.Routes.Count == 1, Chain.Patience), "the cut was not seen");
        Assert.Contains(c.Adjacencies, adjacency => adjacency.State == AdjacencyState.Connecting && adjacency.PeerName == "b.net");

        chain.BC.IsCut = false;
        Assert.True(chain.Network.RunUntil(() => c.Routes.Count == 2 && a.Routes.Count == 2, Duration.FromSeconds(30)), "no way back");
        chain.Network.RunFor(Duration.FromSeconds(25));
        Assert.True(Ping(chain).IsDone);
        chain.AssertCleanEnd();
    }

    [Fact]
    public void A_member_that_dies_is_gone_from_the_routes_and_a_new_one_takes_its_place()
    {
        using var chain = Make();
        UnicastIpcProcess a = Member(chain.A, "a.net");
        chain.C.Do(now => Assert.Equal(Outcome.Ok, chain.C.Irm.Destroy("c.net", now)));
        Assert.True(chain.Network.RunUntil(() => a.Routes.Count == 1, Duration.FromSeconds(5)), "still routed");
        UnicastIpcProcess c = chain.Join(chain.C, "c2.net", "b.net");
        Assert.True(chain.Network.RunUntil(() => a.Routes.Any(route => route.Destination == c.Membership!.Address), Duration.FromSeconds(5)));
    }

    [Fact]
    public void Packets_without_hops_left_are_dropped_and_counted()
    {
        // The member in the middle keeps the directory: it is the only one within a hop of both.
        using var chain = Make(ttl: 1, isRouter: false);
        chain.Serve(chain.C, Echo, "net", new EchoServer(chain.C.Irm.ServiceFor("echo")));
        Assert.Equal(CloseReason.Timeout, Ping(chain).Refused);
        Assert.True(Member(chain.B, "b.net").Counters!.Expired > 0);
        Assert.Equal(0, Member(chain.B, "b.net").Counters!.Forwarded);
    }

    [Fact]
    public void A_router_gives_and_takes_no_flows()
    {
        using var chain = Make();
        var pinger = new Pinger(chain.B.Irm.ServiceFor("ping"), QosSpec.Data, 1);
        chain.Serve(chain.C, Echo, "net", new EchoServer(chain.C.Irm.ServiceFor("echo")));
        chain.B.Do(now => pinger.Start(Echo, now));
        Assert.True(chain.Network.RunUntil(() => pinger.Refused != CloseReason.None, Chain.Patience));
        Assert.Equal(CloseReason.NameUnknown, pinger.Refused);
    }

    private static Chain Make(byte ttl = 60, bool isRouter = true)
    {
        var chain = new Chain(seed: 11, new LinkProfile());
        chain.MakeLayer("net", "udp", Chain.UdpMaxPacketSize, isRouter, ttl);
        return chain;
    }

    private static UnicastIpcProcess Member(SimulatedHost host, string name) => (UnicastIpcProcess)host.Irm.Processes.Find(name)!;

    private static Outcome Enrol(Chain chain, UnicastIpcProcess process, string through) => chain.Run(
        chain.A, sink => process.Enrol(new EnrolmentParameters(Name.Parse(through)) { IsInsecure = true }, sink, chain.Network.Now));

    private static Pinger Ping(Chain chain)
    {
        var pinger = new Pinger(chain.A.Irm.ServiceFor("ping"), QosSpec.Data, 5);
        chain.A.Do(now => pinger.Start(Echo, now));
        Assert.True(chain.Network.RunUntil(() => pinger.IsDone || pinger.Refused != CloseReason.None, Chain.Patience), "no end");
        return pinger;
    }
}
