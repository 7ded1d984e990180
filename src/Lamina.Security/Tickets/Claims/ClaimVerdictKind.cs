namespace Lamina.Security.Tickets.Claims;

/// <summary>What a joiner thinks of who answered.</summary>
public enum ClaimVerdictKind
{
    /// <summary>It is a member of the layer that the ticket means.</summary>
    Proved,

    /// <summary>What it says does not open: it does not know the ticket, or somebody changed something.</summary>
    NotOpened,

    /// <summary>It opens, and cannot be read.</summary>
    Malformed,

    /// <summary>It shows roots that the ticket does not mean.</summary>
    OtherRoots,

    /// <summary>Its credential is not good for that.</summary>
    NotAMember,
}
