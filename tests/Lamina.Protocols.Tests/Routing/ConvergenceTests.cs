using Lamina.Core;
using Lamina.Protocols.Routing;
using Lamina.Protocols.Tests.Routing.Networks;

namespace Lamina.Protocols.Tests.Routing;

/// <summary>Whole networks of the real machines under random changes; afterwards the oracle must agree with every member.</summary>
public class ConvergenceTests
{
    private static readonly IRoutingPolicy[] Policies = [new LinkStateRouting(), new EcmpRouting(), new LfaRouting()];

    [Fact]
    public void A_thousand_networks_agree_with_the_oracle_after_random_changes()
    {
        var fates = new int[5];
        for (ulong seed = 1; seed <= 1000; seed++)
        {
            var random = new SeededRandom(seed);
            var network = new RoutedNetwork(random, Policies[seed % 3]);
            Build(network, 2 + random.Next(9));
            var packets = new List<RoutedPacket>();
            for (int i = 3 + random.Next(10); i > 0; i--)
            {
                network.RunFor(network.UpTo(600));
                Change(network);
                SendSome(network, packets, 3);
            }

            // A link that flaps is held back for 8 s at most; what only says again takes up to 4 s for each of ten hops.
            network.RunFor(Duration.FromSeconds(50));
            foreach (RoutedPacket packet in packets)
            {
                Assert.True(packet.Fate != PacketFate.UnderWay && packet.Hops <= RoutedPacket.InitialTtl, $"seed {seed}: {packet.Fate}");
                fates[(int)packet.Fate]++;
            }

            AssertSameDatabases(network, $"seed {seed}");
            AssertRoutes(network, $"seed {seed}");
            AssertDelivery(network, $"seed {seed}");
        }

        // The changes have shown: some packets were caught by them, most were not.
        Assert.True(fates[(int)PacketFate.Delivered] > fates[(int)PacketFate.Lost], string.Join(" ", fates));
        Assert.True(fates[(int)PacketFate.Lost] > 100, string.Join(" ", fates));
    }

    private static void Build(RoutedNetwork network, int size)
    {
        SeededRandom random = network.Random;
        for (int i = 0; i < size; i++)
        {
            network.Add();
        }

        for (int a = 0; a < size; a++)
        {
            for (int b = a + 1; b < size; b++)
            {
                if (random.Next(size) < 2 || a == b - 1)
                {
                    network.Connect(network.Members[a], network.Members[b], RandomGraph.Weights(random)).Set(random.Next(6) > 0);
                }
            }
        }

        network.RunFor(network.UpTo(2000));
    }

    private static void Change(RoutedNetwork network)
    {
        SeededRandom random = network.Random;
        RoutedLink link = network.Links[random.Next(network.Links.Count)];
        switch (random.Next(5))
        {
            case 0 when random.Next(2) == 0:
                link.A.Die();
                break;
            case 1:
                link.Reweigh(RandomGraph.Weights(random));
                break;
            default:
                // Who is dead comes back first, under its address.
                foreach (RoutedMember end in new[] { link.A, link.B }.Where(end => !end.IsAlive))
                {
                    end.Start();
                }

                link.Set(!link.IsUp);
                break;
        }
    }

    private static void SendSome(RoutedNetwork network, List<RoutedPacket> packets, int count)
    {
        for (int i = 0; i < count; i++)
        {
            SeededRandom random = network.Random;
            RoutedMember from = network.Members[random.Next(network.Members.Count)];
            RoutedMember to = network.Members[random.Next(network.Members.Count)];
            var packet = new RoutedPacket(network, to, Graph.Cubes[random.Next(LinkWeights.CubeCount)], random.NextUInt64());
            packets.Add(packet);
            network.After(network.UpTo(500), () => packet.Visit(from));
        }
    }

    private static void AssertSameDatabases(RoutedNetwork network, string message)
    {
        var oracle = new PathOracle(network.Truth(), QosCube.BestEffort);
        for (int a = 0; a < network.Members.Count; a++)
        {
            for (int b = 0; b < a; b++)
            {
                if (oracle.Reaches(a, b))
                {
                    Assert.True(Known(network.Members[a]).SequenceEqual(Known(network.Members[b])), $"{message}: {a} and {b} know different things");
                }
            }
        }
    }

    private static IEnumerable<(Address Origin, ulong Sequence)> Known(RoutedMember member) =>
        member.Database.All.ToArray().Select(state => (state.Origin, state.Sequence));

    // Each next hop is nearer by what the link costs: so no packet circles, and each takes a cheapest way.
    private static void AssertRoutes(RoutedNetwork network, string message)
    {
        foreach (QosCube cube in Graph.Cubes)
        {
            var oracle = new PathOracle(network.Truth(), cube);
            for (int a = 0; a < network.Members.Count; a++)
            {
                if (!network.Members[a].IsAlive)
                {
                    continue;
                }

                int[] reached = [.. Enumerable.Range(0, network.Members.Count).Where(b => b != a && oracle.Reaches(a, b))];
                Route[] routes = network.Members[a].Routes[cube];
                Assert.True(reached.SequenceEqual(routes.Select(route => Index(route.Destination))), $"{message}: {a} reaches others");
                foreach (Route route in routes)
                {
                    int b = Index(route.Destination);
                    Assert.True(
                        route.NextHops.Ways.All(hop => oracle.FirstHops(a, b).Contains(Index(hop))) && route.Cost == oracle.Distance(a, b),
                        $"{message}: {cube}, {a} to {b} by {route.NextHops}");
                    Assert.True(
                        route.NextHops.StandIns.All(hop => !oracle.IsBetween(Index(hop), a, b)), $"{message}: {cube}, {a} to {b} by {route.NextHops}");
                }
            }
        }
    }

    private static void AssertDelivery(RoutedNetwork network, string message)
    {
        var oracle = new PathOracle(network.Truth(), QosCube.Voice);
        var packets = new List<(RoutedPacket Packet, bool IsReachable)>();
        for (int a = 0; a < network.Members.Count; a++)
        {
            for (int b = 0; b < a; b++)
            {
                if (network.Members[a].IsAlive)
                {
                    var packet = new RoutedPacket(network, network.Members[b], QosCube.Voice, network.Random.NextUInt64());
                    packets.Add((packet, oracle.Reaches(a, b)));
                    packet.Visit(network.Members[a]);
                }
            }
        }

        network.RunFor(Duration.FromSeconds(2));
        Assert.All(packets, sent => Assert.True(
            sent.Packet.Fate == (sent.IsReachable ? PacketFate.Delivered : PacketFate.Unroutable), $"{message}: {sent.Packet.Fate}"));
    }

    private static int Index(Address address) => (int)address.Value - 1;
}
