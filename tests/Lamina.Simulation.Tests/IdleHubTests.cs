using Lamina.Core;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Tests;

/// <summary>What fifty quiet neighbours cost a member: counted in virtual time, so that it is the same everywhere.</summary>
public class IdleHubTests(ITestOutputHelper output)
{
    private const int Neighbours = 50;

    [Fact]
    public void Fifty_quiet_neighbours_wake_a_hub_less_than_twice_a_second()
    {
        (int A, int B)[] star = [.. Enumerable.Range(1, Neighbours).Select(i => (0, i))];
        using var mesh = new Mesh(seed: 92, Neighbours + 1, star, new LinkProfile());
        mesh.MakeLayer();
        Assert.True(mesh.Network.RunUntil(() => mesh.IsConverged, Chain.Patience), "not converged");
        mesh.Network.RunFor(Duration.FromSeconds(30));

        const int Seconds = 1200;
        SimulatedHost hub = mesh.Network.Hosts[0];
        long before = hub.WakeUpCount;
        long datagrams = mesh.Network.DatagramCount;
        long[] flows = [.. mesh.Members[0].Adjacencies.Select(flow => flow.FlowId)];
        mesh.Network.RunFor(Duration.FromSeconds(Seconds));

        double wakeUps = (hub.WakeUpCount - before) / (double)Seconds;
        double perLink = (mesh.Network.DatagramCount - datagrams) / (double)Seconds / Neighbours;
        output.WriteLine($"{wakeUps:0.00} wake-ups a second, {perLink:0.00} datagrams a second and adjacency");
        Assert.Equal(flows, mesh.Members[0].Adjacencies.Select(flow => flow.FlowId));
        Assert.InRange(wakeUps, 0.1, 2);

        // 60 bytes of probe and headers down to IP: below 100 bytes a second.
        Assert.InRange(perLink, 0.1, 1);
    }
}
