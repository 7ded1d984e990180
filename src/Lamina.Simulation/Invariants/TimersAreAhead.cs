using Lamina.Simulation.Networks;

namespace Lamina.Simulation.Invariants;

/// <summary>No machine asks to be called at a time that has passed.</summary>
internal sealed class TimersAreAhead : Invariant
{
    public override string Name => "no timer is set in the past";

    public override string? Watch(LayerNetwork network) =>
        network.Network.LateCount > 0 ? $"{network.Network.LateCount} events were asked for too late" : null;
}
