using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;

namespace Lamina.Simulation.Tests;

/// <summary>Two members that own one address: one of them changes it, and the layer is whole.</summary>
public class AddressTests
{
    private const ulong Twice = 77;

    private readonly ScriptedAddresses _addresses = new();

    [Fact]
    public void Two_members_get_one_address_at_two_ends_of_the_layer()
    {
        for (ulong seed = 600; seed < 610; seed++)
        {
            using var lab = new Lab(seed, hosts: 6, _addresses.Catalogue());
            lab.AddUdpLine("udp");
            UnicastIpcProcess[] middle = MakeMiddle(lab);
            UnicastIpcProcess x = EnrolAs(lab, 0, "x", "m1", Twice);
            UnicastIpcProcess y = EnrolAs(lab, 5, "y", "m4", Twice);
            lab.Serve(0, "left", "net");
            lab.Serve(5, "right", "net");

            Outcome?[] outcomes = ConnectAll(lab, (0, x, "m1"), (5, y, "m4"));

            Assert.All(outcomes, outcome => Assert.Equal(Outcome.Ok, outcome));
            AssertWhole(lab, seed, changes: 1, [.. middle, x, y]);
            Assert.Equal(CloseReason.None, lab.Ping(2, "left"));
            Assert.Equal(CloseReason.None, lab.Ping(2, "right"));
            Assert.Equal(CloseReason.None, lab.Ping(0, "right"));
            Assert.Equal(CloseReason.None, lab.Ping(5, "left"));
            lab.AssertCleanEnd();
        }
    }

    [Fact]
    public void Two_members_of_one_address_connect_to_each_other()
    {
        for (ulong seed = 620; seed < 630; seed++)
        {
            using var lab = new Lab(seed, hosts: 6, _addresses.Catalogue());
            lab.AddUdp("udp", [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 0)]);
            UnicastIpcProcess[] middle = MakeMiddle(lab);
            UnicastIpcProcess x = EnrolAs(lab, 0, "x", "m1", Twice);
            UnicastIpcProcess y = EnrolAs(lab, 5, "y", "m4", Twice);
            lab.Publish(5, "y", y, "udp");

            Outcome?[] outcomes = ConnectAll(lab, (0, x, "y"), (0, x, "m1"));

            Assert.All(outcomes, outcome => Assert.Equal(Outcome.Ok, outcome));
            AssertWhole(lab, seed, changes: 1, [.. middle, x, y]);
            Assert.True(x.Connections.SameAddress + y.Connections.SameAddress >= 2);
            lab.AssertCleanEnd();
        }
    }

    [Fact]
    public void Two_members_of_one_address_connect_to_one_neighbour()
    {
        for (ulong seed = 640; seed < 650; seed++)
        {
            using var lab = new Lab(seed, hosts: 6, _addresses.Catalogue());
            lab.AddUdp("udp", [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 1)]);
            UnicastIpcProcess[] middle = MakeMiddle(lab);
            UnicastIpcProcess x = EnrolAs(lab, 0, "x", "m1", Twice);
            UnicastIpcProcess y = EnrolAs(lab, 5, "y", "m4", Twice);

            Outcome?[] outcomes = ConnectAll(lab, (0, x, "m1"), (5, y, "m1"));

            Assert.All(outcomes, outcome => Assert.Equal(Outcome.Ok, outcome));
            AssertWhole(lab, seed, changes: 1, [.. middle, x, y]);
            lab.AssertCleanEnd();
        }
    }

    [Fact]
    public void A_partition_with_one_address_on_both_sides_heals_without_an_enrolment()
    {
        for (ulong seed = 660; seed < 664; seed++)
        {
            using var lab = new Lab(seed, hosts: 6, _addresses.Catalogue());
            Links.SimulatedLink middleLink = lab.AddUdpLine("udp")[2];
            UnicastIpcProcess[] middle = MakeMiddle(lab);
            lab.Serve(1, "echo 1", "net");
            lab.Serve(4, "echo 4", "net");
            middleLink.IsCut = true;
            lab.Network.RunFor(Duration.FromSeconds(90));
            UnicastIpcProcess x = EnrolAs(lab, 0, "x", "m1", Twice);
            UnicastIpcProcess y = EnrolAs(lab, 5, "y", "m4", Twice);
            lab.Connect(0, x, "m1");
            lab.Connect(5, y, "m4");
            lab.Serve(0, "left", "net");
            lab.Serve(5, "right", "net");
            Ticker[] tickers = [lab.Tick(0, "echo 1", QosSpec.Data), lab.Tick(5, "echo 4", QosSpec.Data)];

            middleLink.IsCut = false;

            AssertWhole(lab, seed, changes: 1, [.. middle, x, y]);
            Assert.Equal(CloseReason.None, lab.Ping(0, "right"));
            Assert.Equal(CloseReason.None, lab.Ping(5, "left"));

            // The flow of the one that keeps its address goes on; the other one's says why it ended.
            CloseReason[] ends = y.AddressChanges == 1 ? [CloseReason.None, CloseReason.AddressTaken] : [CloseReason.AddressTaken, CloseReason.None];
            Assert.Equal(ends, tickers.Select(ticker => ticker.Closed));
            lab.AssertCleanEnd();
        }
    }

    [Fact]
    public void Seventy_members_with_addresses_of_one_byte_all_get_their_own()
    {
        const int Size = 70;
        const ulong Seed = 680;
        var random = new SeededRandom(Seed);
        (int Parent, int Child)[] tree = [.. Enumerable.Range(1, Size - 1).Select(i => (random.Next(i), i))];
        using var lab = new Lab(Seed, Size);
        lab.AddUdp("udp", tree);
        var members = new List<UnicastIpcProcess> { lab.Bootstrap(0, "m0", new UnicastParameters(Name.Parse("net")) { AddressSize = 1 }) };
        lab.Publish(0, "m0", members[0], "udp");

        // Nobody is connected while they enrol, so everybody that admits knows of no others.
        foreach ((int parent, int child) in tree)
        {
            members.Add(lab.Enrol(child, $"m{child}", $"m{parent}"));
            lab.Publish(child, $"m{child}", members[child], "udp");
        }

        int distinct = members.Select(member => member.Membership!.Address).Distinct().Count();
        Assert.True(distinct < Size, "no collision to begin with");
        Outcome?[] outcomes = ConnectAll(lab, [.. tree.Select(edge => (edge.Child, members[edge.Child], $"m{edge.Parent}"))]);

        Assert.All(outcomes, outcome => Assert.Equal(Outcome.Ok, outcome));
        AssertWhole(lab, Seed, changes: null, [.. members]);
        Assert.InRange(members.Sum(member => member.AddressChanges), Size - distinct, 3 * (Size - distinct));
        lab.Serve(Size - 1, "echo", "net");
        Assert.Equal(CloseReason.None, lab.Ping(0, "echo"));
        lab.AssertCleanEnd();
    }

    [Fact]
    public void Names_that_are_being_registered_meanwhile_are()
    {
        for (ulong seed = 640; seed < 642; seed++)
        {
            using var lab = new Lab(seed, hosts: 6, _addresses.Catalogue());
            lab.AddUdpLine("udp");
            MakeMiddle(lab);
            UnicastIpcProcess[] ends = [EnrolAs(lab, 0, "x", "m1", Twice), EnrolAs(lab, 5, "y", "m4", Twice)];
            for (int i = 0; i < 2; i++)
            {
                int end = i;
                lab.Hosts[end * 5].Do(now => ends[end].Connect(Name.Parse(end == 0 ? "m1" : "m4"), ConnectionComponents.All, new OutcomeProbe(), now));
            }

            var probes = new List<OutcomeProbe>();
            int unansweredAtChange = 0;
            for (int i = 0; i < 300; i++)
            {
                long changes = ends.Sum(member => member.AddressChanges);
                int unanswered = probes.Count(probe => probe.Outcome is null);
                var probe = new OutcomeProbe();
                SimulatedHost host = lab.Hosts[i % 2 * 5];
                host.Do(now => host.Irm.RegisterInLayer(Name.Parse($"service{i}"), "net", probe, now));
                probes.Add(probe);
                lab.Network.RunFor(Duration.FromMilliseconds(1));
                unansweredAtChange += changes == ends.Sum(member => member.AddressChanges) ? 0 : unanswered;
            }

            Assert.True(lab.Network.RunUntil(() => probes.TrueForAll(probe => probe.Outcome is not null), Lab.Patience), $"seed {seed}: no outcome");
            Assert.All(probes, probe => Assert.Equal((seed, Outcome.Ok), (seed, probe.Outcome)));
            Assert.Equal((seed, 1), (seed, ends.Sum(member => member.AddressChanges)));
            Assert.InRange(unansweredAtChange, 1, int.MaxValue);
            lab.AssertCleanEnd();
        }
    }

    [Fact]
    public void A_layer_without_free_addresses_stays_calm()
    {
        using var lab = new Lab(seed: 690, hosts: 6, _addresses.Catalogue());
        lab.AddUdpLine("udp");
        UnicastIpcProcess[] middle = MakeMiddle(lab);
        UnicastIpcProcess[] ends = [EnrolAs(lab, 0, "x", "m1", Twice), EnrolAs(lab, 5, "y", "m4", Twice)];
        _addresses.Next([.. Enumerable.Repeat(Twice, 10_000)]);
        for (int i = 0; i < 2; i++)
        {
            int end = i;
            lab.Hosts[end * 5].Do(now => ends[end].Connect(Name.Parse(end == 0 ? "m1" : "m4"), ConnectionComponents.All, new OutcomeProbe(), now));
        }

        // One by one with pauses of 0.2 s to 10 s; both ends may have to.
        lab.Network.RunFor(Duration.FromSeconds(100));
        Assert.InRange(ends.Sum(member => member.AddressChanges), 5, 40);
        Assert.Equal(0, middle.Sum(member => member.AddressChanges));
        lab.AssertCleanEnd();
    }

    // m1 to m4 on the hosts 1 to 4, in a row.
    private static UnicastIpcProcess[] MakeMiddle(Lab lab)
    {
        var parameters = new UnicastParameters(Name.Parse("net")) { Addresses = ScriptedAddresses.PolicyName };
        var members = new UnicastIpcProcess[4];
        for (int i = 1; i <= 4; i++)
        {
            members[i - 1] = i == 1 ? lab.Bootstrap(1, "m1", parameters) : lab.Join(i, $"m{i}", $"m{i - 1}");
            lab.Publish(i, $"m{i}", members[i - 1], "udp");
        }

        return members;
    }

    private UnicastIpcProcess EnrolAs(Lab lab, int host, string name, string through, ulong address)
    {
        _addresses.Next(address);
        UnicastIpcProcess process = lab.Enrol(host, name, through);
        Assert.Equal(new Address(address), process.Membership!.Address);
        return process;
    }

    private static Outcome?[] ConnectAll(Lab lab, params (int Host, UnicastIpcProcess Process, string To)[] connections)
    {
        var probes = new List<OutcomeProbe>();
        foreach ((int host, UnicastIpcProcess process, string to) in connections)
        {
            var probe = new OutcomeProbe();
            probes.Add(probe);
            lab.Hosts[host].Do(now => process.Connect(Name.Parse(to), ConnectionComponents.All, probe, now));
        }

        Assert.True(lab.Network.RunUntil(() => probes.TrueForAll(probe => probe.Outcome is not null), Lab.Patience), "no outcome");
        return [.. probes.Select(probe => probe.Outcome)];
    }

    private static void AssertWhole(Lab lab, ulong seed, long? changes, UnicastIpcProcess[] members)
    {
        bool whole = lab.Network.RunUntil(
            () => Array.TrueForAll(members, member => member.Routes.Count == members.Length - 1), Duration.FromSeconds(30));
        string state = string.Join(", ", members.Select(member => $"{member.Name}={member.Membership!.Address}:{member.Routes.Count}"));
        Assert.True(whole, $"seed {seed}: {state}");
        Assert.Equal(members.Length, members.Select(member => member.Membership!.Address).Distinct().Count());
        if (changes is not null)
        {
            Assert.Equal((seed, changes), (seed, members.Sum(member => member.AddressChanges)));
        }
    }
}
