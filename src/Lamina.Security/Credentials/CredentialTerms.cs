using Lamina.Security.Identities;

namespace Lamina.Security.Credentials;

/// <summary>What an issuer is to say of a node.</summary>
/// <param name="Layer">In which layer.</param>
/// <param name="SigningKey">The node's public signing key, 65 bytes.</param>
/// <param name="Agreements">Its public agreement keys, by ascending function, each once; none for a credential that only issues. At most 4.</param>
/// <param name="Rights">What it may do.</param>
/// <param name="Names">The names that it may register, at most 64; none where it may register any.</param>
/// <param name="NotBefore">From then on; to the second.</param>
/// <param name="Lifetime">So long; to the second, at least one, at most 136 years.</param>
public sealed record CredentialTerms(
    LayerId Layer,
    ReadOnlyMemory<byte> SigningKey,
    IReadOnlyList<AgreementKey> Agreements,
    Rights Rights,
    IReadOnlyList<CoveredName> Names,
    DateTimeOffset NotBefore,
    TimeSpan Lifetime)
{
    /// <summary>The most names.</summary>
    public const int MaxNames = 64;

    /// <summary>The most agreement keys.</summary>
    public const int MaxAgreements = 4;

    /// <summary>True where these are terms that a credential can say in one way only.</summary>
    public bool AreSound()
    {
        if (!VerifyingKey.HasForm(SigningKey.Span) || Names.Count > MaxNames || Agreements.Count > MaxAgreements
            || (Rights & ~Rights.All) != 0 || Rights == Rights.None
            || (Rights.HasFlag(Rights.AnyName) && Names.Count > 0)
            || Lifetime < TimeSpan.FromSeconds(1) || Lifetime.TotalSeconds > uint.MaxValue
            || NotBefore < DateTimeOffset.UnixEpoch || NotBefore > DateTimeOffset.MaxValue - Lifetime)
        {
            return false;
        }

        // Who is a member agrees on keys.
        if (Rights.HasFlag(Rights.Member) != Agreements.Count > 0)
        {
            return false;
        }

        for (int i = 0; i < Agreements.Count; i++)
        {
            if (!Agreements[i].HasForm || (i > 0 && Agreements[i].Id <= Agreements[i - 1].Id))
            {
                return false;
            }
        }

        for (int i = 1; i < Names.Count; i++)
        {
            if (Names[i].CompareTo(Names[i - 1]) <= 0)
            {
                return false;
            }
        }

        return true;
    }
}
