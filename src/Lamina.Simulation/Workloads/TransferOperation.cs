using Lamina.Core;
using Lamina.Simulation.Networks;
using Lamina.Simulation.Programs;
using Lamina.Simulation.Scenarios;

namespace Lamina.Simulation.Workloads;

/// <summary>A reliable transfer to a station's sink by its name.</summary>
public sealed class TransferOperation : Operation
{
    /// <summary>Begins.</summary>
    public TransferOperation(Station from, Station to, Workload workload, TransferLedger ledger, Instant now)
        : base(from, to, now)
    {
        Transfer = ledger.Add(from.Host.Irm.ServiceFor("transfer"), workload.TransferBytes, workload.BothWays);
        from.Host.Do(at => Transfer.Start(to.SinkName, at));
    }

    /// <summary>The transfer.</summary>
    public Transfer Transfer { get; }

    /// <inheritdoc/>
    public override Instant Progressed => Transfer.Progressed;

    /// <inheritdoc/>
    public override bool IsDone => Transfer.IsDone;

    /// <inheritdoc/>
    public override bool OnlyListens => Transfer.OnlyListens;

    /// <inheritdoc/>
    public override CloseReason Ended => Transfer.Ended;

    /// <inheritdoc/>
    public override string ToString() =>
        $"transfer {Transfer.Number} from {From} to {To}, {Transfer.Received} of {Transfer.Total} bytes received";
}
