using Lamina.Core;

namespace Lamina.Ipc.Unicast.Enrolment;

/// <summary>Who joins.</summary>
internal interface IJoinerUser
{
    /// <summary>The enrolment is over.</summary>
    /// <param name="outcome">How it went.</param>
    /// <param name="membership">What the joiner is now; null where it failed.</param>
    /// <param name="now">The present.</param>
    void HandleEnrolled(Outcome outcome, Membership? membership, Instant now);
}
