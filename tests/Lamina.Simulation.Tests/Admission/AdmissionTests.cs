using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Simulation.Tests.Congestion;

namespace Lamina.Simulation.Tests.Admission;

/// <summary>Bandwidth that a flow asks for is kept on its whole way, or the flow is refused.</summary>
public sealed class AdmissionTests
{
    private static readonly QosSpec FiveMegabits = QosSpec.Data with { Bandwidth = 5_000_000 };

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    public void A_second_flow_above_capacity_is_refused_until_the_first_ends(int from, int to)
    {
        // The link in the middle is the narrow one: neither end knows it.
        using var line = new Line(1, 100_000_000, 9_000_000, 100_000_000);
        (Source first, Sink sink) = line.Open(from, to, FiveMegabits);
        Assert.Equal(CloseReason.None, first.Refused);
        Assert.Equal(FiveMegabits, first.Flow!.AcceptedQos);
        Assert.Equal(FiveMegabits, sink.Flow!.AcceptedQos);
        Assert.All(line.Reserved, reserved => Assert.Equal(5_000_000ul, reserved));

        (Source second, Sink other) = line.Open(from, to, FiveMegabits);
        Assert.Equal(CloseReason.NoBandwidth, second.Refused);
        Assert.Null(other.Flow);
        line.Run(0.5);
        Assert.All(line.Reserved, reserved => Assert.Equal(5_000_000ul, reserved));

        // Who asks for less, or for nothing, is welcome.
        (Source small, _) = line.Open(from, to, FiveMegabits with { Bandwidth = 4_000_000 });
        (Source modest, _) = line.Open(from, to, QosSpec.Data);
        (Source video, _) = line.Open(from, to, QosSpec.Video);
        Assert.Equal([CloseReason.None, CloseReason.None, CloseReason.None], [small.Refused, modest.Refused, video.Refused]);
        Assert.Equal(QosSpec.Video, video.Flow!.AcceptedQos);

        first.Stop();
        line.Run(0.5);
        Assert.All(line.Reserved, reserved => Assert.Equal(4_000_000ul, reserved));
        (Source third, _) = line.Open(from, to, FiveMegabits);
        Assert.Equal(CloseReason.None, third.Refused);
        line.Run(60);
        Assert.All(line.Reserved, reserved => Assert.Equal(9_000_000ul, reserved));
        foreach (Source source in new[] { small, modest, video, third })
        {
            source.Stop();
        }

        line.Lab.AssertCleanEnd();
    }

    [Fact]
    public void Where_a_link_has_no_capacity_nothing_is_reserved_and_the_flow_says_so()
    {
        using var line = new Line(2, 100_000_000, null, 100_000_000);
        (Source source, Sink sink) = line.Open(0, 3, FiveMegabits);
        Assert.Equal(CloseReason.None, source.Refused);
        Assert.Equal(FiveMegabits.WithoutReservation(), source.Flow!.AcceptedQos);
        Assert.Equal(FiveMegabits.WithoutReservation(), sink.Flow!.AcceptedQos);
        line.Run(0.5);
        Assert.All(line.Reserved, reserved => Assert.Equal(0ul, reserved));
    }

    [Fact]
    public void A_flow_to_the_same_member_takes_nothing_of_any_link()
    {
        using var line = new Line(3, 1_000_000);
        (Source source, _) = line.Open(0, 0, FiveMegabits);
        Assert.Equal(FiveMegabits, source.Flow!.AcceptedQos);
        Assert.All(line.Reserved, reserved => Assert.Equal(0ul, reserved));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void What_a_host_held_that_dies_without_a_word_is_free_within_half_a_minute(int dead)
    {
        using var line = new Line(4, 9_000_000, 9_000_000, 9_000_000);
        (Source source, _) = line.Open(0, 3, FiveMegabits);
        Assert.Equal(CloseReason.None, source.Refused);
        foreach (int link in new[] { dead - 1, dead })
        {
            if (link >= 0)
            {
                line.Links[link].IsCut = true;
            }
        }

        line.Run(30);
        Assert.All(line.Reserved, reserved => Assert.Equal(0ul, reserved));
    }

    [Fact]
    public void A_host_that_leaves_frees_what_it_held_at_once()
    {
        using var line = new Line(5, 9_000_000, 9_000_000, 9_000_000);
        (Source source, _) = line.Open(0, 3, FiveMegabits);
        line.Lab.Hosts[0].Do(now => line.Lab.Hosts[0].Irm.Shutdown(now));
        line.Run(1);
        Assert.All(line.Reserved, reserved => Assert.Equal(0ul, reserved));
    }

    [Fact]
    public void Messages_that_are_lost_are_said_again()
    {
        using var line = new Line(6, 9_000_000, 9_000_000);
        foreach (Links.SimulatedLink link in line.Links)
        {
            link.Profile = link.Profile with { Loss = 0.15 };
        }

        int given = 0;
        for (int i = 0; i < 20; i++)
        {
            (Source source, _) = line.Open(0, 2, FiveMegabits);
            given += source.Refused == CloseReason.None ? 1 : 0;
            Assert.True(line.Reserved.All(reserved => reserved <= 9_000_000));
            source.Stop();
            line.Run(60);
            Assert.All(line.Reserved, reserved => Assert.Equal(0ul, reserved));
        }

        Assert.InRange(given, 14, 20);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Random_allocations_and_deaths_never_overbook_and_leave_nothing(ulong seed)
    {
        const ulong capacity = 9_000_000;
        var random = new SeededRandom(seed);
        using var line = new Line(seed, capacity, capacity);
        var open = new List<Source>();
        int refused = 0;
        for (int round = 0; round < 60; round++)
        {
            int from = random.Next(3);
            (Source source, _) = line.Open(from, (from + 1 + random.Next(2)) % 3, QosSpec.Raw with { Bandwidth = (ulong)random.Next(4_000_000) + 1 });
            if (source.Refused == CloseReason.None)
            {
                open.Add(source);
            }
            else
            {
                Assert.Equal(CloseReason.NoBandwidth, source.Refused);
                refused++;
            }

            if (open.Count > 0 && random.Next(5) < 2)
            {
                int ended = random.Next(open.Count);
                open[ended].Stop();
                open.RemoveAt(ended);
            }

            line.Run(random.Next(4) / 2.0);
            Assert.True(line.Reserved.All(reserved => reserved <= capacity), $"seed {seed}, round {round}: {string.Join(" ", line.Reserved)}");
        }

        Assert.True(refused > 3, $"{refused} refused");
        open.ForEach(source => source.Stop());
        line.Run(2);
        Assert.All(line.Reserved, reserved => Assert.Equal(0ul, reserved));
        line.Lab.AssertCleanEnd();
    }

    [Fact]
    public void A_reservation_follows_its_flow_when_the_way_changes()
    {
        using var lab = new Lab(7, 3);
        Links.SimulatedLink[] links = lab.AddUdp("udp", [(0, 1), (1, 2), (0, 2)]);
        UnicastIpcProcess[] members =
        [
            lab.Bootstrap(0, "m0", new UnicastParameters(Name.Parse("net")) { LowerMaxPacketSize = Bottleneck.UdpMaxPacketSize }), null!, null!,
        ];
        lab.Publish(0, "m0", members[0], "udp");
        members[1] = lab.Join(1, "m1", "m0", 9_000_000);
        lab.Publish(1, "m1", members[1], "udp");
        members[2] = lab.Join(2, "m2", "m1", 9_000_000);
        lab.Connect(2, members[2], "m0", 9_000_000);
        lab.AwaitRoutes(Duration.FromSeconds(10), members);
        var sink = new Sink(lab.Hosts[2]);
        Assert.Equal(Outcome.Ok, lab.Hosts[2].Irm.Bind(Name.Parse("n"), sink));
        lab.Register(2, "n", "net");
        var source = new Source(lab.Hosts[0], FiveMegabits, 100, Duration.FromMilliseconds(50));
        source.Start(Name.Parse("n"), "net");
        Assert.True(lab.Network.RunUntil(() => source.End is not null, Lab.Patience));
        ulong Through() => members[1].Adjacencies.Aggregate(0ul, (sum, link) => sum + link.Reserved);
        Assert.Equal(0ul, Through());

        links[2].IsCut = true;
        Assert.True(lab.Network.RunUntil(() => Through() == 10_000_000, Duration.FromSeconds(30)), $"{Through()}");
        Assert.Equal(FiveMegabits, source.Flow!.AcceptedQos);
        links[2].IsCut = false;
        Assert.True(lab.Network.RunUntil(() => Through() == 0, Duration.FromSeconds(60)), $"{Through()}");
        Assert.Equal(5_000_000ul, members[0].Adjacencies.Aggregate(0ul, (sum, link) => sum + link.Reserved));
    }

    [Fact]
    public void An_adjacency_keeps_its_capacity_in_the_layer_below()
    {
        using var line = new Line(8, 9_000_000, 9_000_000);
        UnicastIpcProcess upper = line.Lab.Bootstrap(0, "u0", new UnicastParameters(Name.Parse("upper")) { LowerMaxPacketSize = 1429 });
        line.Lab.Publish(0, "u0", upper, "net");
        UnicastIpcProcess far = line.Lab.Enrol(2, "u2", "u0");
        Outcome tooMuch = line.Lab.TryConnect(2, far, "u0", 10_000_000);
        Assert.Equal(OutcomeCode.Failed, tooMuch.Code);
        Assert.Contains("bandwidth", tooMuch.Message, StringComparison.Ordinal);
        line.Lab.Connect(2, far, "u0", 6_000_000);
        Assert.All(line.Reserved, reserved => Assert.Equal(6_000_000ul, reserved));
        Assert.Equal([6_000_000ul, 6_000_000ul], [upper.Adjacencies.Max(link => link.Capacity), far.Adjacencies.Max(link => link.Capacity)]);

        (Source ok, _) = line.Open(0, 2, FiveMegabits, "upper");
        (Source no, _) = line.Open(0, 2, FiveMegabits, "upper");
        Assert.Equal((CloseReason.None, CloseReason.NoBandwidth), (ok.Refused, no.Refused));
        Assert.Equal(5_000_000ul, far.Adjacencies.Max(link => link.Reserved));
        line.Lab.Disconnect(2, far, "u0");
        line.Run(1);
        Assert.All(line.Reserved, reserved => Assert.Equal(0ul, reserved));
    }

    [Fact]
    public void A_bearer_keeps_what_both_of_its_ends_can()
    {
        using var lab = new Lab(9, 2);
        lab.AddUdp("udp", [(0, 1)], capacity: 9_000_000);
        Source Ask(string name)
        {
            var sink = new Sink(lab.Hosts[1]);
            Assert.Equal(Outcome.Ok, lab.Hosts[1].Irm.Bind(Name.Parse(name), sink));
            lab.Register(1, name, "udp");
            var source = new Source(lab.Hosts[0], FiveMegabits, 100, Duration.FromMilliseconds(50));
            source.Start(Name.Parse(name), "udp");
            Assert.True(lab.Network.RunUntil(() => source.End is not null || source.Refused != CloseReason.None, Lab.Patience));
            return source;
        }

        ulong[] Held() => [.. lab.Hosts.SelectMany(host => host.Irm.Processes.All).OfType<Ipc.Udp.UdpIpcProcess>().Select(udp => udp.Reserved)];
        Source first = Ask("n1");
        Assert.Equal(FiveMegabits, first.Flow!.AcceptedQos);
        Assert.Equal(CloseReason.NoBandwidth, Ask("n2").Refused);
        Assert.Equal([5_000_000ul, 5_000_000ul], Held());
        first.Stop();
        lab.Network.RunFor(Duration.FromSeconds(1));
        Assert.Equal([0ul, 0ul], Held());
        Source third = Ask("n3");
        Assert.Equal(CloseReason.None, third.Refused);
        third.Stop();
        lab.AssertCleanEnd();
    }
}
