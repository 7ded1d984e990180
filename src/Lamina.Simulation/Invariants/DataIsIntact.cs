using Lamina.Simulation.Networks;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Invariants;

/// <summary>What a reliable flow delivers is what was sent, in order and once; and who is told that all has come is told the truth.</summary>
internal sealed class DataIsIntact : Invariant
{
    public override string Name => "reliable data come intact, in order and once";

    public override string? Watch(LayerNetwork network)
    {
        foreach (Transfer transfer in network.Ledger.All)
        {
            if (transfer.Fault is { } fault)
            {
                return $"transfer {transfer.Number}: {fault}";
            }

            if (transfer.IsDone && transfer.IsBothWays && transfer.Returned != transfer.Total)
            {
                return $"transfer {transfer.Number}: {transfer.Returned} of {transfer.Total} bytes came back";
            }

            if (transfer.IsDone && transfer.Received != transfer.Total)
            {
                return $"transfer {transfer.Number}: the receiver said that it has all, but has {transfer.Received} of {transfer.Total} bytes";
            }
        }

        return null;
    }
}
