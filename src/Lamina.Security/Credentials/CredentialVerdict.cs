using System.Globalization;

namespace Lamina.Security.Credentials;

/// <summary>What a look at a credential found.</summary>
/// <param name="Kind">The verdict.</param>
/// <param name="NotBefore">Valid from then on.</param>
/// <param name="NotAfter">Valid until then.</param>
/// <param name="Now">The clock here, at the look.</param>
public readonly record struct CredentialVerdict(CredentialVerdictKind Kind, DateTimeOffset NotBefore, DateTimeOffset NotAfter, DateTimeOffset Now)
{
    /// <summary>True where it is valid, and gives what was asked for.</summary>
    public bool IsOk => Kind == CredentialVerdictKind.Ok;

    /// <summary>What a person reads, as the rest of a sentence that names whose credential it is; names the clock where it may be the clock.</summary>
    public override string ToString() => Kind switch
    {
        CredentialVerdictKind.Ok => "is valid",
        CredentialVerdictKind.WrongLayer => "is of another layer",
        CredentialVerdictKind.NotYetValid => $"is valid from {Text(NotBefore)} on, and the clock here says {Text(Now)}: one of the clocks is wrong",
        CredentialVerdictKind.Expired => $"expired on {Text(NotAfter)}, and the clock here says {Text(Now)}",
        CredentialVerdictKind.WrongSubject => "is another node's",
        CredentialVerdictKind.NameNotCovered => "does not permit that name",
        CredentialVerdictKind.RightMissing => "does not permit that",
        CredentialVerdictKind.Revoked => "was revoked",
        _ => "was not issued by an authority of this layer",
    };

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
