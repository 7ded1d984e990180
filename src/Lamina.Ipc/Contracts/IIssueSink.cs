using Lamina.Core;
using Lamina.Security.Credentials;

namespace Lamina.Ipc;

/// <summary>Who waits for a credential that is being issued.</summary>
public interface IIssueSink
{
    /// <summary>It is issued, or not.</summary>
    /// <param name="outcome">Why not; what a person at the other side reads.</param>
    /// <param name="membership">Roots, revocations and the credential; null where there is none.</param>
    /// <param name="now">The present.</param>
    void HandleIssued(Outcome outcome, Membership? membership, Instant now);
}
