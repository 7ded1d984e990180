using Lamina.Core;
using Lamina.Ipc;

namespace Lamina.Simulation.Tests;

/// <summary>Remembers one outcome.</summary>
internal sealed class OutcomeProbe : IOutcomeSink
{
    public Outcome? Outcome { get; private set; }

    public void HandleOutcome(Outcome outcome, Instant now)
    {
        Assert.Null(Outcome);
        Outcome = outcome;
    }
}
