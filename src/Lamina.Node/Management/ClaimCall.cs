using Lamina.Core;
using Lamina.Ipc.Unicast.Enrolment.Claiming;
using Lamina.Security.Tickets.Claims;

namespace Lamina.Node.Management;

/// <summary>Brings the end of a claim out of the domain.</summary>
internal sealed class ClaimCall(Action<(Outcome, Welcome?)> complete) : IClaimSink
{
    public void HandleClaimed(Outcome outcome, Welcome? welcome, Instant now) => complete((outcome, welcome));
}
