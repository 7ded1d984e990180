using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Tests;

public class ReEnrolmentTests
{
    [Fact]
    public void A_host_that_restarts_enrols_again_and_its_former_self_is_dropped_soon()
    {
        using var lab = new Lab(seed: 700, hosts: 3);
        SimulatedLink[] links = lab.AddUdpLine("udp");
        UnicastIpcProcess[] members = MakeLayer(lab);
        Address former = members[2].Membership!.Address;
        lab.Network.RunFor(Duration.FromSeconds(1));

        // No word of good-bye, and nobody at the former port who could say that its flows are gone.
        links[1].IsCut = true;
        lab.Hosts[2].Do(now =>
        {
            lab.Hosts[2].Irm.Destroy("c", now);
            lab.Hosts[2].Irm.Destroy("udp", now);
        });
        SimulatedDatagramPort port = lab.Hosts[2].OpenPort(3436);
        lab.Network.Link(port, lab.Ports["udp"][1]);
        lab.AddBearer(2, "udp", port, lab.Ports["udp"][1].Local);
        Instant restarted = lab.Now;
        UnicastIpcProcess again = lab.Join(2, "c", "b");
        lab.Serve(2, "echo", "net");

        Assert.NotEqual(former, again.Membership!.Address);
        Assert.True(lab.Network.RunUntil(() => members[1].Adjacencies.All(flow => flow.Peer != former), Lab.Patience));
        Assert.InRange((lab.Now - restarted).TotalSeconds, 0, 3.6);
        lab.AwaitRoutes(Duration.FromSeconds(1), members[0], members[1], again);
        Assert.Equal(CloseReason.None, lab.Ping(0, "echo"));
        lab.AssertCleanEnd();
    }

    [Fact]
    public void Two_hosts_whose_processes_have_one_name_live_side_by_side()
    {
        using var lab = new Lab(seed: 701, hosts: 3);
        lab.AddUdpLine("udp");
        UnicastIpcProcess b = lab.Bootstrap(1, "same", new UnicastParameters(Name.Parse("net")));
        lab.Publish(1, "b", b, "udp");
        UnicastIpcProcess a = lab.Join(0, "same", "b");
        UnicastIpcProcess c = lab.Join(2, "same", "b");
        long[] flows = [.. b.Adjacencies.Select(flow => flow.FlowId)];
        lab.Network.RunFor(Duration.FromSeconds(30));
        Assert.Equal(flows, b.Adjacencies.Select(flow => flow.FlowId));
        lab.AwaitRoutes(Duration.Zero, a, b, c);
    }

    [Fact]
    public void Who_was_away_for_long_is_a_member_still_and_comes_back_by_itself()
    {
        using var lab = new Lab(seed: 702, hosts: 3);
        SimulatedLink[] links = lab.AddUdpLine("udp");
        UnicastIpcProcess[] members = MakeLayer(lab);
        lab.Serve(2, "echo", "net");
        Membership membership = members[2].Membership!;
        links[1].IsCut = true;
        // A link state lives for half an hour.
        lab.Network.RunFor(Duration.FromSeconds(2000));
        Assert.DoesNotContain(members[0].LinkStates, state => state.Origin == membership.Address);

        links[1].IsCut = false;
        lab.AwaitRoutes(Duration.FromSeconds(9), members);
        Assert.Same(membership, members[2].Membership);
        Assert.True(lab.Network.RunUntil(() => lab.Ping(0, "echo") == CloseReason.None, Duration.FromSeconds(5)));
        lab.AssertCleanEnd();
    }

    [Fact]
    public void An_address_that_was_given_away_meanwhile_is_settled_without_an_enrolment()
    {
        for (ulong seed = 710; seed < 716; seed++)
        {
            var addresses = new ScriptedAddresses();
            using var lab = new Lab(seed, hosts: 4, addresses.Catalogue());
            SimulatedLink[] links = lab.AddUdp("udp", [(0, 1), (1, 2), (1, 3)]);
            UnicastIpcProcess[] members = MakeLayer(lab, ScriptedAddresses.PolicyName);
            links[1].IsCut = true;
            lab.Network.RunFor(Duration.FromSeconds(2000));
            addresses.Next(members[2].Membership!.Address.Value);
            UnicastIpcProcess late = lab.Join(3, "late", "b");
            Assert.Equal(members[2].Membership!.Address, late.Membership!.Address);

            links[1].IsCut = false;
            lab.AwaitRoutes(Duration.FromSeconds(12), [.. members, late]);
            Assert.NotEqual(members[2].Membership!.Address, late.Membership!.Address);
            Assert.Equal((seed, 1), (seed, members[2].AddressChanges + late.AddressChanges));
            lab.AssertCleanEnd();
        }
    }

    [Fact]
    public void An_admission_that_is_lost_half_way_leaves_no_member_and_can_be_repeated_at_once()
    {
        int lost = 0;
        for (int milliseconds = 1; milliseconds <= 14; milliseconds++)
        {
            using var lab = new Lab(seed: 720 + (ulong)milliseconds, hosts: 2);
            SimulatedLink link = Assert.Single(lab.AddUdpLine("udp"));
            UnicastIpcProcess b = lab.Bootstrap(1, "b", new UnicastParameters(Name.Parse("net")) { AddressSize = 1 });
            lab.Publish(1, "b", b, "udp");
            UnicastIpcProcess a = lab.New(0, "a");
            lab.Network.At(lab.Now + Duration.FromMilliseconds(milliseconds), _ => link.IsCut = true);
            Outcome outcome = lab.TryEnrol(0, a, "b");
            Assert.Equal((milliseconds, outcome.IsOk), (milliseconds, a.IsEnrolled));
            lab.Network.RunFor(Duration.FromMilliseconds(20));
            link.IsCut = false;
            if (!outcome.IsOk)
            {
                lost++;
                Assert.Null(a.Layer);
                Assert.Single(b.LinkStates);
                Assert.Equal(Outcome.Ok, lab.TryEnrol(0, a, "b"));
            }

            lab.Connect(0, a, "b");
            lab.AssertCleanEnd();
        }

        Assert.InRange(lost, 4, 13);
    }

    [Fact]
    public void A_mismatch_is_said_in_words_on_bad_links_too()
    {
        for (ulong seed = 740; seed < 760; seed++)
        {
            using var lab = new Lab(seed, hosts: 2);
            lab.AddUdpLine("udp", profile: new LinkProfile { Loss = 0.15, Reordering = 0.1 });
            UnicastIpcProcess b = lab.Bootstrap(1, "b", new UnicastParameters(Name.Parse("net")));
            Assert.Equal(Outcome.Ok, lab.Hosts[1].Irm.BindProcess(Name.Parse("b"), "b"));
            lab.Register(1, "b", "udp");
            UnicastIpcProcess a = lab.New(0, "a", new() { Enrolment = new("lamina.enrolment", 3, 4) });
            Outcome outcome = lab.TryEnrol(0, a, "b");
            Assert.True(
                outcome.Code == OutcomeCode.Timeout || outcome.Message.Contains("it speaks version 1, this side versions 3 to 4", StringComparison.Ordinal),
                $"seed {seed}: {outcome}");
            Assert.False(a.IsEnrolled);
        }
    }

    // b in the middle is the first.
    private static UnicastIpcProcess[] MakeLayer(Lab lab, string addresses = "random")
    {
        UnicastIpcProcess b = lab.Bootstrap(1, "b", new UnicastParameters(Name.Parse("net")) { Addresses = addresses });
        lab.Publish(1, "b", b, "udp");
        UnicastIpcProcess a = lab.Join(0, "a", "b");
        UnicastIpcProcess c = lab.Join(2, "c", "b");
        UnicastIpcProcess[] members = [a, b, c];
        lab.AwaitRoutes(Duration.FromSeconds(5), members);
        return members;
    }
}
