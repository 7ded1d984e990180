using System.Globalization;
using Lamina.Security.Credentials;

namespace Lamina.Daemon.Authorities;

/// <summary>A membership as it stands at a time.</summary>
/// <param name="Membership">It.</param>
/// <param name="Verdict">What its credential is worth.</param>
/// <param name="State">How it stands in its life; expired too where it is worth nothing.</param>
public sealed record HeldMembership(Membership Membership, CredentialVerdict Verdict, RenewalState State)
{
    /// <summary>The credential.</summary>
    public Credential Credential => Membership.Chain!.Member;

    /// <summary>In a word, for scripts: "fine", "renew", "warn", "expired", or what else is wrong: "revoked", "notYetValid", ...</summary>
    public string Word => Verdict.IsOk || Verdict.Kind == CredentialVerdictKind.Expired
        ? State.ToString().ToLowerInvariant()
        : char.ToLowerInvariant(Verdict.Kind.ToString()[0]) + Verdict.Kind.ToString()[1..];

    /// <summary>What a person should know; null: nothing.</summary>
    public string? Warning => !Verdict.IsOk ? $"the credential for layer '{Membership.Layer}' {Verdict}"
        : State != RenewalState.Warn ? null
        : $"the credential for layer '{Membership.Layer}' expires in {Left(Credential.NotAfter - Verdict.Now)}, "
            + $"on {Credential.NotAfter.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)}, and has not been renewed";

    /// <summary>What to do about it.</summary>
    public string Hint =>
        $"lamina layer-authority request > FILE here, issue '{Membership.Layer}' --for FILE on its authority, and install what that prints here";

    private static string Left(TimeSpan left) => left.TotalDays >= 2 ? $"{(int)left.TotalDays} days" : $"{Math.Max(1, (int)left.TotalHours)} h";
}
