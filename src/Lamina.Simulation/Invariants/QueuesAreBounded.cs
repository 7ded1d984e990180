using Lamina.Simulation.Networks;

namespace Lamina.Simulation.Invariants;

/// <summary>Buffers and timers of a stack stay in proportion to its flows: what grows without them leaks.</summary>
internal sealed class QueuesAreBounded : Invariant
{
    private const int SomeTimers = 256;
    private const int TimersPerFlow = 16;

    public override string Name => "buffers and timers are bounded";

    public override string? Watch(LayerNetwork network)
    {
        foreach (Station station in network.Alive)
        {
            SimulatedHost host = station.Host;
            if (!host.Context.RunQueue.IsEmpty)
            {
                return $"{station} has left calls that were due";
            }

            if (host.Context.Pool.RefusedCount > 0)
            {
                return $"{station} has no packet buffers left: {host.Context.Pool.RentedCount} are rented";
            }

            int flows = host.Irm.Flows.All.Count;
            if (host.Context.Timers.Count > SomeTimers + (TimersPerFlow * flows))
            {
                return $"{station} has {host.Context.Timers.Count} timers for {flows} flows";
            }
        }

        return null;
    }
}
