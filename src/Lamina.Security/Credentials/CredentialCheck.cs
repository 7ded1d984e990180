using Lamina.Security.Identities;

namespace Lamina.Security.Credentials;

/// <summary>
/// Looks at what a peer shows. Pure: the same arguments give the same verdict. What is cheap is looked at first, so that a stranger's bytes
/// cost a signature check only where all else is right; at most two of them are made.
/// </summary>
public static class CredentialCheck
{
    /// <summary>Looks.</summary>
    /// <param name="chain">What is shown.</param>
    /// <param name="trust">What is known of the layer's authority.</param>
    /// <param name="now">Wall time.</param>
    /// <param name="demands">What is asked of it.</param>
    /// <param name="former">
    /// A chain that was found right before. Where the shown one is the same, byte for byte, its signatures are not checked again: they say nothing
    /// else under another time or trust, since a credential names its issuer by the hash of the very key. All else is looked at.
    /// </param>
    public static CredentialVerdict Examine(
        CredentialChain chain, LayerTrust trust, DateTimeOffset now, in CredentialDemands demands, CredentialChain? former = null)
    {
        Credential member = chain.Member;
        CredentialVerdictKind kind = ExamineTerms(member, trust, now);
        if (kind == CredentialVerdictKind.Ok)
        {
            kind = ExamineDemands(member, demands);
        }

        if (kind != CredentialVerdictKind.Ok)
        {
            return Verdict(kind, member, now);
        }

        bool isSigned = former is not null && chain.IsSameAs(former);
        if (chain.Inviter is not { } inviter)
        {
            return Verdict(IsIssuedByRoot(member, trust, isSigned) ? kind : CredentialVerdictKind.NotIssued, member, now);
        }

        kind = ExamineTerms(inviter, trust, now);
        if (kind != CredentialVerdictKind.Ok)
        {
            return Verdict(kind, inviter, now);
        }

        bool isIssued = MayIssue(inviter, member) && IsIssuedByRoot(inviter, trust, isSigned) && (isSigned || member.IsSignedBy(inviter.Terms.SigningKey.Span));
        return Verdict(isIssued ? kind : CredentialVerdictKind.NotIssued, member, now);
    }

    /// <summary>True where a credential permits to register a name.</summary>
    public static bool Covers(Credential credential, in Core.NameHash name) =>
        credential.Terms.Rights.HasFlag(Rights.AnyName) || Contains(credential.Terms.Names, CoveredName.Of(name));

    private static CredentialVerdictKind ExamineTerms(Credential credential, LayerTrust trust, DateTimeOffset now) =>
        credential.Layer != trust.Layer ? CredentialVerdictKind.WrongLayer
        : trust.IsRevoked(credential) ? CredentialVerdictKind.Revoked
        : now < credential.NotBefore ? CredentialVerdictKind.NotYetValid
        : now >= credential.NotAfter ? CredentialVerdictKind.Expired
        : CredentialVerdictKind.Ok;

    private static CredentialVerdictKind ExamineDemands(Credential credential, in CredentialDemands demands) =>
        (demands.Subject is { } subject && credential.Subject != subject) || !VouchesFor(credential, demands.Agreement) ? CredentialVerdictKind.WrongSubject
        : (demands.Rights & ~credential.Terms.Rights) != 0 ? CredentialVerdictKind.RightMissing
        : demands.Name is { } name && !Covers(credential, name) ? CredentialVerdictKind.NameNotCovered
        : CredentialVerdictKind.Ok;

    private static bool VouchesFor(Credential credential, AgreementKey? agreement) =>
        agreement is not { } key || (!key.Public.IsEmpty && credential.FindKey(key.Id).Span.SequenceEqual(key.Public.Span));

    private static bool IsIssuedByRoot(Credential credential, LayerTrust trust, bool isSigned)
    {
        ReadOnlySpan<byte> root = trust.Roots.Find(credential.Issuer);
        return !root.IsEmpty && (isSigned || credential.IsSignedBy(root));
    }

    /// <summary>An inviter gives membership, and of the rest what it has itself; never the right to invite.</summary>
    private static bool MayIssue(Credential inviter, Credential member)
    {
        Rights given = inviter.Terms.Rights;
        Rights asked = member.Terms.Rights & ~Rights.Member;
        return given.HasFlag(Rights.Invite) && !asked.HasFlag(Rights.Invite) && (asked & ~given) == 0
            && inviter.Subject == member.Issuer
            && (given.HasFlag(Rights.AnyName) || member.Terms.Names.All(name => Contains(inviter.Terms.Names, name)));
    }

    private static bool Contains(IReadOnlyList<CoveredName> names, CoveredName name)
    {
        foreach (CoveredName covered in names)
        {
            if (covered == name)
            {
                return true;
            }
        }

        return false;
    }

    private static CredentialVerdict Verdict(CredentialVerdictKind kind, Credential credential, DateTimeOffset now) =>
        new(kind, credential.NotBefore, credential.NotAfter, now);
}
