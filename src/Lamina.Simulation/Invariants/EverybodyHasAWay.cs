using Lamina.Simulation.Networks;

namespace Lamina.Simulation.Invariants;

/// <summary>Once settled: every two members that links connect have a route to each other, and following it from table to table arrives.</summary>
internal sealed class EverybodyHasAWay : Invariant
{
    public override string Name => "routes are loop-free and arrive";

    public override string? ExamineSettled(LayerNetwork network)
    {
        for (int layer = 0; layer < network.Scenario.Layers; layer++)
        {
            if (new Survey(network, layer).FindBrokenWay() is { } broken)
            {
                return broken;
            }
        }

        return null;
    }
}
