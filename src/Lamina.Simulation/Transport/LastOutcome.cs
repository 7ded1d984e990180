using Lamina.Core;
using Lamina.Ipc;

namespace Lamina.Simulation.Transport;

/// <summary>Keeps what an operation answered.</summary>
internal sealed class LastOutcome : IOutcomeSink
{
    /// <summary>Null before it did.</summary>
    public Outcome? Outcome { get; private set; }

    public void HandleOutcome(Outcome outcome, Instant now) => Outcome = outcome;
}
