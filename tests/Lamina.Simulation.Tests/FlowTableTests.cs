using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Protocols.Flows;
using Lamina.Wire.Offers;

namespace Lamina.Simulation.Tests;

/// <summary>What a command leaves in the tables of the two stacks: exactly its flows, and nothing when it is undone.</summary>
public class FlowTableTests
{
    [Fact]
    public void Enrolment_leaves_no_flow_and_connect_two_of_which_each_can_be_had_alone()
    {
        using var lab = new Lab(seed: 800, hosts: 2);
        lab.AddUdpLine("udp");
        UnicastIpcProcess b = lab.Bootstrap(1, "b", new UnicastParameters(Name.Parse("net")));
        lab.Publish(1, "b", b, "udp");
        UnicastIpcProcess a = lab.Enrol(0, "a", "b");
        AssertFlows(lab, 0);

        lab.Connect(0, a, "b");
        AssertFlows(lab, 2);
        Assert.Equal(["DataTransfer", "Management"], a.Adjacencies.Select(flow => flow.Component.ToString()).Order());

        Change(lab, sink => a.Disconnect(Name.Parse("b"), ConnectionComponents.DataTransfer, sink, lab.Now));
        AssertFlows(lab, 1);
        Change(lab, sink => a.Disconnect(Name.Parse("b"), ConnectionComponents.Management, sink, lab.Now));
        AssertFlows(lab, 0);

        Change(lab, sink => a.Connect(Name.Parse("b"), ConnectionComponents.Management, sink, lab.Now));
        AssertFlows(lab, 1);
        Change(lab, sink => a.Connect(Name.Parse("b"), ConnectionComponents.DataTransfer, sink, lab.Now));
        AssertFlows(lab, 2);
        lab.AwaitRoutes(Duration.FromSeconds(1), a, b);
        lab.Disconnect(0, a, "b");
        AssertFlows(lab, 0);
        Assert.Empty(b.Adjacencies);
        lab.AssertCleanEnd();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_flow_is_gone_at_both_ends_whoever_closes_first(bool initiatorCloses, bool acceptorCloses)
    {
        using var lab = new Lab(seed: 801, hosts: 3);
        lab.AddUdpLine("udp");
        UnicastIpcProcess b = lab.Bootstrap(1, "b", new UnicastParameters(Name.Parse("net")));
        lab.Publish(1, "b", b, "udp");
        UnicastIpcProcess[] members = [lab.Join(0, "a", "b"), b, lab.Join(2, "c", "b")];
        var acceptor = new Acceptor(lab.Hosts[2].Context);
        Assert.Equal(Outcome.Ok, lab.Hosts[2].Irm.Bind(Name.Parse("server"), acceptor));
        lab.Register(2, "server", "net");
        lab.Network.RunFor(Duration.FromSeconds(1));
        int[] flows = [.. lab.Hosts.Select(host => host.Irm.Flows.All.Count)];

        Ticker ticker = lab.Tick(0, "server", QosSpec.Data);
        lab.Network.RunFor(Duration.FromMilliseconds(200));
        ticker.Stop();
        Assert.Equal([1, 0, 1], members.Select(member => member.FlowCount));
        if (initiatorCloses)
        {
            ticker.Close();
        }

        if (acceptorCloses)
        {
            lab.Hosts[2].Do(acceptor.Close);
        }

        lab.Network.RunFor(Duration.FromMilliseconds(200));
        if (!initiatorCloses)
        {
            ticker.Close();
        }

        if (!acceptorCloses)
        {
            lab.Hosts[2].Do(acceptor.Close);
        }

        lab.Network.RunFor(Duration.FromSeconds(1));
        Assert.Equal([0, 0, 0], members.Select(member => member.FlowCount));
        Assert.Equal(flows, lab.Hosts.Select(host => host.Irm.Flows.All.Count));
        lab.AssertCleanEnd();
    }

    [Fact]
    public void A_layer_is_joined_through_its_own_name_by_whichever_member_is_there()
    {
        using var lab = new Lab(seed: 802, hosts: 4);
        lab.AddUdp("udp", [(0, 1), (1, 2), (0, 2), (0, 3), (3, 1), (3, 2)]);
        UnicastIpcProcess b = lab.Bootstrap(1, "b", new UnicastParameters(Name.Parse("net")));
        lab.Publish(1, "net", b, "udp");
        UnicastIpcProcess c = lab.Join(2, "c", "net");
        lab.Publish(2, "net", c, "udp");
        lab.Join(0, "a", "net");
        lab.Hosts[1].Do(now => Assert.Equal(Outcome.Ok, lab.Hosts[1].Irm.Destroy("b", now)));
        UnicastIpcProcess d = lab.Join(3, "d", "net");
        Assert.Equal("net", d.Layer);
        Assert.Contains(d.Routes, route => route.Destination == c.Membership!.Address);
    }

    private static void Change(Lab lab, Action<IOutcomeSink> operation) => Assert.Equal(Outcome.Ok, lab.Run(0, operation));

    private static void AssertFlows(Lab lab, int count)
    {
        lab.Network.RunFor(Duration.FromMilliseconds(100));
        Assert.Equal([count, count], lab.Hosts.Select(host => host.Irm.Flows.All.Count));
    }

    private sealed class Acceptor(MachineContext context) : IFlowAcceptor, IFlowEndUser
    {
        private FlowEnd? _end;

        public string Description => "server";

        public void Close(Instant now) => _end!.Close(now);

        public void HandleArrival(Name name, ArrivingFlow arrival, Instant now)
        {
            Assert.True(Piggyback.TryRead(arrival.Data.Span, out ReadOnlySpan<byte> offer, out _));
            Assert.True(FlowTerms.TryAnswer(offer, arrival.Qos, out FlowTerms? terms, out byte[] answer, out _));
            _end = new FlowEnd(context, arrival.Accept(Piggyback.Write(answer, []), NoFlowUser.Instance, now)!, terms!, this, now);
        }

        public void HandleReadable(Instant now)
        {
        }

        public void HandleWritable(Instant now)
        {
        }

        public void HandleClosed(CloseReason reason, Instant now)
        {
        }
    }
}
