using Lamina.Ipc.Unicast;

namespace Lamina.Simulation.Networks;

/// <summary>
/// What the person at a host does who restarts a member of a layer: where it does not come back, the host is switched off and on.
/// </summary>
internal sealed class Replacing(LayerNetwork network, Station station, int layer)
{
    public async Task RunAsync()
    {
        int life = station.Life;
        var pending = new Pending(network.Network);
        station.Host.Do(now =>
        {
            station.Host.Irm.Restart(station.MemberName(layer), pending, now);
            station.StandingSince = null;
            station.Enter(layer, (UnicastIpcProcess)station.Host.Irm.Processes.Find(station.MemberName(layer))!);
        });
        await pending;
        network.Disturb();
        if (station.Life != life || !station.IsAlive)
        {
            return;
        }

        if (station.Member(layer) is { IsEnrolled: true })
        {
            station.StandingSince = network.Network.Now;
            return;
        }

        LayerNetwork.Kill(station);
        network.Start(station);
    }
}
