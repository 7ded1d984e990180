using Lamina.Core;
using Lamina.Simulation.Networks;
using Lamina.Simulation.Workloads;

namespace Lamina.Simulation.Invariants;

/// <summary>
/// Who waits for a flow, an answer or an end gets it, or hears why not: no operation of a living host stands still for
/// longer than finding the name and allocating the flow may take (10 s), R after it (30 s), and some seconds more. Who only
/// listens to a host that has died is excepted: see <see cref="Operation.ListensToTheDead"/>.
/// </summary>
internal sealed class FlowsEnd : Invariant
{
    private static readonly Duration Longest = Duration.FromSeconds(45);

    public override string Name => "no operation hangs";

    public override string? Watch(LayerNetwork network)
    {
        Instant now = network.Network.Now;
        foreach (Operation operation in network.Traffic.Open)
        {
            if (!operation.IsOver && !operation.ListensToTheDead && now - operation.Progressed > Longest)
            {
                return $"{operation}, begun at {operation.Started}, stands still since {operation.Progressed}";
            }
        }

        return null;
    }
}
