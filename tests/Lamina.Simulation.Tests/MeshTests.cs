using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests;

public class MeshTests
{
    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(203)]
    public void A_random_network_converges_finds_every_name_and_survives_a_link(int seed)
    {
        const int Size = 20;
        using var mesh = new Mesh((ulong)seed, Size, extraLinks: 15, new LinkProfile());
        mesh.MakeLayer();
        Assert.True(mesh.Network.RunUntil(() => mesh.IsConverged, Duration.FromSeconds(10)), $"seed {seed}: no convergence");
        foreach (UnicastIpcProcess member in mesh.Members)
        {
            Assert.Equal(
                mesh.Members[0].LinkStates.Select(state => (state.Origin, state.Sequence)),
                member.LinkStates.Select(state => (state.Origin, state.Sequence)));
        }

        for (int i = 0; i < Size; i++)
        {
            SimulatedHost host = mesh.Network.Hosts[i];
            host.Irm.Bind(Name.Parse($"echo {i}"), new EchoServer(host.Irm.ServiceFor("echo")));
            host.Do(now => Assert.Equal(Outcome.Ok, host.Irm.RegisterInLayer(Name.Parse($"echo {i}"), "net", now)));
        }

        mesh.Network.RunFor(Duration.FromSeconds(1));
        PingRound(mesh, seed, step: 7);

        // A link that is no bridge dies: the way round takes over, once the neighbours have seen it.
        (int a, int b, SimulatedLink link) = mesh.Links[^1];
        link.IsCut = true;
        Address gone = mesh.Members[b].Membership!.Address;
        Assert.True(
            mesh.Network.RunUntil(
                () => mesh.Members[a].Routes.All(route => route.NextHop != gone) && mesh.IsConverged, Duration.FromSeconds(90)),
            $"seed {seed}: the dead link is still used");
        PingRound(mesh, seed, step: 11);
    }

    private static void PingRound(Mesh mesh, int seed, int step)
    {
        int size = mesh.Members.Count;
        for (int i = 0; i < size; i++)
        {
            SimulatedHost host = mesh.Network.Hosts[i];
            int target = (i + step) % size;
            var pinger = new Pinger(host.Irm.ServiceFor("ping"), QosSpec.Data, 2);
            host.Do(now => pinger.Start(Name.Parse($"echo {target}"), now));
            Assert.True(
                mesh.Network.RunUntil(() => pinger.IsDone, Duration.FromSeconds(20)),
                $"seed {seed}: {i} to {target}: {pinger.Refused}, {pinger.RoundTrips.Count} answers");
        }
    }
}
