using Lamina.Simulation.Networks;

namespace Lamina.Simulation.Invariants;

/// <summary>All layers together stay within what a UDP port carries.</summary>
internal sealed class PacketsFit : Invariant
{
    public override string Name => "no packet is longer than its layer allows";

    public override string? Watch(LayerNetwork network) =>
        network.Network.OversizedCount > 0 ? $"{network.Network.OversizedCount} datagrams were too long" : null;
}
