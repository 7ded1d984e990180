using Lamina.Core;
using Lamina.Ipc.Unicast.Enrolment.Claiming;
using Lamina.Security.Tickets.Claims;

namespace Lamina.Simulation.Tests.Security;

/// <summary>Hears what became of a claim.</summary>
internal sealed class ClaimProbe : IClaimSink
{
    public Outcome? Outcome { get; private set; }

    public Welcome? Welcome { get; private set; }

    public void HandleClaimed(Outcome outcome, Welcome? welcome, Instant now)
    {
        Assert.Null(Outcome);
        Outcome = outcome;
        Welcome = welcome;
    }
}
