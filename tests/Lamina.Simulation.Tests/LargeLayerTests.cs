using Lamina.Core;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Tests;

/// <summary>What routing costs where there are many members.</summary>
public class LargeLayerTests
{
    [Fact]
    public void Two_hundred_members_converge_and_cost_little_while_idle()
    {
        const int Size = 200;
        using var mesh = new Mesh(seed: 81, Size, extraLinks: 210, new LinkProfile());
        mesh.MakeLayer();
        Assert.True(mesh.Network.RunUntil(Every(50, () => mesh.IsConverged), Duration.FromSeconds(10)), "no convergence");

        // Long enough that each member has said twice that it is still there.
        mesh.Network.RunFor(Duration.FromSeconds(20));
        long before = mesh.Network.DatagramCount;
        mesh.Network.RunFor(Duration.FromSeconds(1200));
        Assert.InRange((mesh.Network.DatagramCount - before) / 1200.0 / Size, 0.3, 2);
        Assert.True(mesh.IsConverged);
        Assert.All(mesh.Members, member => Assert.Equal(
            mesh.Members[0].LinkStates.Select(state => (state.Origin, state.Sequence)),
            member.LinkStates.Select(state => (state.Origin, state.Sequence))));
    }

    // The condition asks all members, and is asked after every datagram.
    private static Func<bool> Every(int times, Func<bool> condition)
    {
        int count = 0;
        return () => ++count % times == 0 && condition();
    }
}
