using Lamina.Core;
using Lamina.Security.Tickets.Claims;

namespace Lamina.Ipc.Unicast.Enrolment.Claiming;

/// <summary>Who came with a ticket.</summary>
public interface IClaimSink
{
    /// <summary>It is over.</summary>
    /// <param name="outcome">How it went.</param>
    /// <param name="welcome">What was given; null where it failed.</param>
    /// <param name="now">The present.</param>
    void HandleClaimed(Outcome outcome, Welcome? welcome, Instant now);
}
