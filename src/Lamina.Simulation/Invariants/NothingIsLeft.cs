using Lamina.Simulation.Networks;

namespace Lamina.Simulation.Invariants;

/// <summary>After shutdown every flow has ended, every buffer has come back, and nobody wants to be woken.</summary>
internal sealed class NothingIsLeft : Invariant
{
    public override string Name => "nothing is left after shutdown";

    public override string? ExamineEnded(LayerNetwork network)
    {
        foreach (Station station in network.Alive)
        {
            SimulatedHost host = station.Host;
            (int flows, int buffers, int timers) = (host.Irm.Flows.All.Count, host.Context.Pool.RentedCount, host.Context.Timers.Count);
            if (flows + buffers + timers > 0)
            {
                return $"{station} still has {flows} flows, {buffers} buffers, {timers} timers";
            }
        }

        return null;
    }
}
