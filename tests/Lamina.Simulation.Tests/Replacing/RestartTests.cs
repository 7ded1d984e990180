using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests.Replacing;

/// <summary>Unicast IPC processes that are replaced under flows: a - b - c, b founded the layers, a and c enrolled through it.</summary>
public class RestartTests
{
    private const long Bytes = 3_000_000;

    // 10 Mbit/s: the transfer takes some seconds.
    private static readonly LinkProfile Slow = new() { BitsPerSecond = 10_000_000, Latency = Duration.FromMilliseconds(5) };
    private static readonly LinkProfile Bad = Slow with { Loss = 0.02, Reordering = 0.05 };

    [Theory]
    [InlineData("a", 1)]
    [InlineData("b", 1)]
    [InlineData("c", 1)]
    [InlineData("abc", 1)]
    [InlineData("cab", 2)]
    [InlineData("bbb", 3)]
    public void A_transfer_goes_on_while_members_are_replaced_in_turn(string hosts, int depth)
    {
        using var chain = new Chain(seed: 11, Slow);
        string top = MakeLayers(chain, depth);
        (BulkSender sender, BulkReceiver receiver) = Begin(chain, top);
        for (int i = 0; i < hosts.Length; i++)
        {
            long mark = Bytes * (i + 1) / (hosts.Length + 1);
            Assert.True(chain.Network.RunUntil(() => receiver.Received >= mark, Chain.Patience), $"{receiver.Received} before restart {i}");
            SimulatedHost host = Host(chain, hosts[i]);
            Assert.Equal(Outcome.Ok, Restart(chain, host, $"{host.Name}.{top}"));
        }

        End(chain, sender, receiver);
    }

    [Fact]
    public void What_stands_on_a_lower_layer_keeps_its_connections_while_that_is_replaced()
    {
        using var chain = new Chain(seed: 12, Slow);
        string top = MakeLayers(chain, depth: 3);
        (BulkSender sender, BulkReceiver receiver) = Begin(chain, top);
        var upper = (UnicastIpcProcess)chain.B.Irm.Processes.Find("b.l2")!;
        long[] flows = [.. upper.Adjacencies.Select(adjacency => adjacency.FlowId)];
        foreach (SimulatedHost host in new[] { chain.B, chain.A })
        {
            Assert.Equal(Outcome.Ok, Restart(chain, host, $"{host.Name}.l1"));
            chain.Network.RunFor(Duration.FromMilliseconds(100));
            Assert.Equal(flows, upper.Adjacencies.Select(adjacency => adjacency.FlowId));
            Assert.All(upper.Adjacencies, adjacency => Assert.Equal(Ipc.Unicast.Adjacencies.AdjacencyState.Up, adjacency.State));
        }

        End(chain, sender, receiver);
    }

    [Fact]
    public void Both_ends_may_be_replaced_at_once_on_a_bad_link()
    {
        for (ulong seed = 20; seed < 30; seed++)
        {
            using var chain = new Chain(seed, Bad);
            string top = MakeLayers(chain, depth: 1);
            (BulkSender sender, BulkReceiver receiver) = Begin(chain, top);
            Assert.True(chain.Network.RunUntil(() => receiver.Received >= Bytes / 3, Chain.Patience));
            OutcomeProbe[] probes = [.. new[] { chain.A, chain.C, chain.B }.Select(host =>
            {
                var probe = new OutcomeProbe();
                host.Do(now => host.Irm.Restart($"{host.Name}.{top}", probe, now));
                return probe;
            })];
            Assert.True(chain.Network.RunUntil(() => probes.All(probe => probe.Outcome is not null), Chain.Patience));
            Assert.All(probes, probe => Assert.Equal((seed, Outcome.Ok), (seed, probe.Outcome)));
            End(chain, sender, receiver);
        }
    }

    [Fact]
    public void It_is_the_same_member_afterwards_and_all_of_the_former_one_is_given_back()
    {
        using var chain = new Chain(seed: 13, Slow);
        string top = MakeLayers(chain, depth: 1);
        var server = new EchoServer(chain.C.Irm.ServiceFor("echo"));
        chain.Serve(chain.C, Name.Parse("echo"), top, server);
        chain.C.Do(now =>
        {
            Assert.Equal(Outcome.Ok, chain.C.Irm.BindProcess(Name.Parse("c"), "c.l1"));
            Assert.Equal(Outcome.Ok, chain.C.Irm.RegisterInLayer(Name.Parse("c"), "udp", now));
        });
        var former = (UnicastIpcProcess)chain.C.Irm.Processes.Find("c.l1")!;
        Membership membership = former.Membership!;
        Assert.Equal(Outcome.Ok, Restart(chain, chain.C, "c.l1"));
        var next = (UnicastIpcProcess)chain.C.Irm.Processes.Find("c.l1")!;
        Assert.NotSame(former, next);
        Assert.False(former.IsEnrolled);
        Assert.Equal((membership.Address, true), (next.Membership!.Address, next.Membership.Instance > membership.Instance));
        Assert.Equal(0, next.AddressChanges);

        // Its names are known again when the command ends, and others may enrol through it.
        var pinger = new Pinger(chain.A.Irm.ServiceFor("ping"), QosSpec.Data, 3);
        chain.A.Do(now => pinger.Start(Name.Parse("echo"), now));
        Assert.True(chain.Network.RunUntil(() => pinger.IsDone, Duration.FromSeconds(2)), $"refused: {pinger.Refused}");
        UnicastIpcProcess late = chain.Join(chain.B, "late.l1", "c");
        Assert.True(late.IsEnrolled);
        chain.AssertCleanEnd();
    }

    [Fact]
    public void A_flow_that_is_closed_meanwhile_ends_at_the_other_side_too()
    {
        using var chain = new Chain(seed: 14, Slow);
        string top = MakeLayers(chain, depth: 1);
        var server = new EchoServer(chain.C.Irm.ServiceFor("echo"));
        chain.Serve(chain.C, Name.Parse("echo"), top, server);
        var flow = new OpenedFlow(chain.A, QosSpec.Raw);
        flow.Start(Name.Parse("echo"));
        Assert.True(chain.Network.RunUntil(() => flow.End is not null, Chain.Patience));
        chain.Network.RunFor(Duration.FromSeconds(1));
        Assert.Contains(chain.C.Irm.Flows.All, record => record.Name == Name.Parse("echo"));
        var probe = new OutcomeProbe();
        chain.A.Do(now =>
        {
            chain.A.Irm.Restart($"a.{top}", probe, now);
            flow.End!.Abort(CloseReason.Reset, now);
        });
        Assert.True(chain.Network.RunUntil(() => probe.Outcome is not null, Chain.Patience));
        Assert.Equal(Outcome.Ok, probe.Outcome);
        Assert.True(chain.Network.RunUntil(
            () => !chain.C.Irm.Flows.All.Any(record => record.Name == Name.Parse("echo")), Duration.FromSeconds(5)));
        chain.AssertCleanEnd();
    }

    [Fact]
    public void A_close_that_was_not_acknowledged_yet_is_told_by_the_next_one()
    {
        using var chain = new Chain(seed: 15, Slow);
        string top = MakeLayers(chain, depth: 1);
        chain.Serve(chain.C, Name.Parse("echo"), top, new EchoServer(chain.C.Irm.ServiceFor("echo")));
        var flow = new OpenedFlow(chain.A, QosSpec.Raw);
        flow.Start(Name.Parse("echo"));
        Assert.True(chain.Network.RunUntil(() => flow.End is not null, Chain.Patience));
        chain.Network.RunFor(Duration.FromSeconds(1));

        // What the first close says is lost.
        chain.AB.IsCut = true;
        chain.A.Do(flow.End!.Close);
        chain.Network.RunFor(Duration.FromMilliseconds(50));
        var probe = new OutcomeProbe();
        chain.A.Do(now => chain.A.Irm.Restart($"a.{top}", probe, now));
        chain.Network.RunFor(Duration.FromMilliseconds(50));
        chain.AB.IsCut = false;
        Assert.True(chain.Network.RunUntil(() => probe.Outcome is not null, Chain.Patience));
        Assert.True(chain.Network.RunUntil(
            () => !chain.C.Irm.Flows.All.Any(record => record.Name == Name.Parse("echo")), Duration.FromSeconds(5)));
        chain.AssertCleanEnd();
    }

    [Fact]
    public void Where_it_cannot_come_back_its_flows_end_in_time_and_say_why()
    {
        using var chain = new Chain(seed: 16, Slow);
        string top = MakeLayers(chain, depth: 1);
        (BulkSender sender, BulkReceiver receiver) = Begin(chain, top);
        Assert.True(chain.Network.RunUntil(() => receiver.Received > 0, Chain.Patience));
        chain.AB.IsCut = true;
        Instant began = chain.Network.Now;
        Outcome outcome = Restart(chain, chain.A, "a.l1");
        Assert.Contains("a.l1 did not come back into layer 'l1', and its flows have ended: cannot enrol through 'b.l1'", outcome.Message, StringComparison.Ordinal);
        Assert.True(chain.Network.Now - began <= Duration.FromSeconds(25) + Duration.FromMilliseconds(1));
        Assert.Equal(CloseReason.MemberLost, sender.Closed);
        Assert.Null(chain.A.Irm.Processes.Find("a.l1")!.Layer);

        // It can be enrolled again by hand.
        chain.AB.IsCut = false;
        var again = (UnicastIpcProcess)chain.A.Irm.Processes.Find("a.l1")!;
        chain.Expect(chain.A, sink => again.Enrol(new EnrolmentParameters(Name.Parse("b.l1")) { IsInsecure = true }, sink, chain.Network.Now));
        chain.AssertCleanEnd();
    }

    [Fact]
    public void What_is_destroyed_while_it_comes_back_ends_its_flows()
    {
        using var chain = new Chain(seed: 17, Slow);
        string top = MakeLayers(chain, depth: 1);
        (BulkSender sender, BulkReceiver receiver) = Begin(chain, top);
        Assert.True(chain.Network.RunUntil(() => receiver.Received > 0, Chain.Patience));
        chain.AB.IsCut = true;
        var probe = new OutcomeProbe();
        var second = new OutcomeProbe();
        chain.A.Do(now => chain.A.Irm.Restart("a.l1", probe, now));
        chain.A.Do(now => chain.A.Irm.Restart("a.l1", second, now));
        chain.Network.RunFor(Duration.FromSeconds(1));
        Assert.Equal("a.l1 is being restarted already", second.Outcome!.Value.Message);
        chain.A.Do(now => Assert.Equal(Outcome.Ok, chain.A.Irm.Destroy("a.l1", now)));
        chain.Network.RunFor(Duration.FromMilliseconds(1));
        Assert.Equal("a.l1 was destroyed while it was restarted", probe.Outcome!.Value.Message);
        Assert.Equal(CloseReason.ShuttingDown, sender.Closed);
        chain.AB.IsCut = false;
        chain.AssertCleanEnd();
    }

    [Fact]
    public void A_bearer_and_a_process_in_no_layer_are_not_restarted()
    {
        using var chain = new Chain(seed: 18, Slow);
        Chain.NewMember(chain.A, "idle");
        Assert.Equal(OutcomeCode.Usage, Restart(chain, chain.A, "udp").Code);
        Assert.Equal(OutcomeCode.Failed, Restart(chain, chain.A, "idle").Code);
        Assert.Equal(OutcomeCode.NotFound, Restart(chain, chain.A, "nobody").Code);
        chain.AssertCleanEnd();
    }

    private static string MakeLayers(Chain chain, int depth)
    {
        string lower = "udp";
        int packet = Chain.UdpMaxPacketSize;
        for (int i = 1; i <= depth; i++)
        {
            chain.MakeLayer($"l{i}", lower, packet, isRouter: false);
            (lower, packet) = ($"l{i}", packet - 15);
        }

        return lower;
    }

    private static SimulatedHost Host(Chain chain, char name) => chain.Network.Hosts.Single(host => host.Name == name.ToString());

    private static Outcome Restart(Chain chain, SimulatedHost host, string process) =>
        chain.Run(host, sink => host.Irm.Restart(process, sink, chain.Network.Now));

    private static (BulkSender Sender, BulkReceiver Receiver) Begin(Chain chain, string layer)
    {
        var receiver = new BulkReceiver(chain.C.Irm.ServiceFor("receiver"));
        chain.Serve(chain.C, Name.Parse("sink"), layer, receiver);
        return (chain.Send(Name.Parse("sink"), Bytes), receiver);
    }

    private static void End(Chain chain, BulkSender sender, BulkReceiver receiver)
    {
        Assert.True(
            chain.Network.RunUntil(() => receiver.Received == Bytes || sender.Closed != CloseReason.None || receiver.Closed != CloseReason.None, Chain.Patience),
            $"{receiver.Received} of {Bytes} came");
        Assert.True(
            chain.Network.RunUntil(() => sender.Closed != CloseReason.None && receiver.Closed != CloseReason.None, Duration.FromSeconds(5)), "no end");
        Assert.Equal((Bytes, true, CloseReason.Normal), (receiver.Received, receiver.IsIntact, receiver.Closed));
        chain.AssertCleanEnd();
    }
}
