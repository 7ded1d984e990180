using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;

namespace Lamina.Simulation.Networks;

/// <summary>
/// Connects a member to its neighbour over one link, until it says Ok: from then on the member keeps the adjacency by
/// itself. Leaves the link to the other end where that has died: it will connect when it comes back.
/// </summary>
internal sealed class Connecting(LayerNetwork network, Station station, StationLink link, int layer)
{
    private static readonly Duration Again = Duration.FromMilliseconds(500);

    /// <summary>True once the first attempt has ended.</summary>
    public bool HasTried { get; private set; }

    public async Task RunAsync()
    {
        Station other = link.Other(station);
        int life = other.Life;
        var name = Name.Parse(other.MemberName(layer));
        int ownLife = station.Life;

        // It may be replaced meanwhile.
        while (station.Life == ownLife && station.Member(layer) is { } member)
        {
            var pending = new Pending(network.Network);
            station.Host.Do(now => member.Connect(name, ConnectionComponents.All, pending, now));
            Outcome outcome = await pending;
            HasTried = true;
            if (outcome.IsOk)
            {
                return;
            }

            if (other.Life != life || !other.IsAlive)
            {
                link.Release(station);
                return;
            }

            await network.Pause(Again);
        }
    }
}
