using Lamina.Security.Credentials;

namespace Lamina.Security.Tickets.Claims;

/// <summary>What a joiner thinks of who answered.</summary>
/// <param name="Kind">The verdict.</param>
/// <param name="Credential">What is wrong with its credential, where that is it.</param>
public readonly record struct ClaimVerdict(ClaimVerdictKind Kind, CredentialVerdict Credential = default)
{
    /// <summary>True where it is who the ticket means.</summary>
    public bool IsProved => Kind == ClaimVerdictKind.Proved;

    /// <summary>What a person reads, as a sentence of its own.</summary>
    public override string ToString() => Kind switch
    {
        ClaimVerdictKind.Proved => "who answered is a member of the layer",
        ClaimVerdictKind.OtherRoots => "who answered shows another authority than the ticket's: either somebody is in between, or the layer's roots have changed since",
        ClaimVerdictKind.NotAMember => $"the credential of who answered {Credential}",
        ClaimVerdictKind.Malformed => "who answered says what cannot be read",
        _ => "who answered does not know this ticket's secret, or somebody changes what it says",
    };
}
