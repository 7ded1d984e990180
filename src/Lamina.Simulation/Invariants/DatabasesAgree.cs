using Lamina.Simulation.Networks;

namespace Lamina.Simulation.Invariants;

/// <summary>Once settled: all members that links connect know the same links of each other.</summary>
internal sealed class DatabasesAgree : Invariant
{
    public override string Name => "link state databases agree";

    public override string? ExamineSettled(LayerNetwork network)
    {
        for (int layer = 0; layer < network.Scenario.Layers; layer++)
        {
            if (new Survey(network, layer).FindDisagreement() is { } differing)
            {
                return differing;
            }
        }

        return null;
    }
}
