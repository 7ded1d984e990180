using Lamina.Daemon.Authorities;
using Lamina.Security.Credentials;

namespace Lamina.Cli.Authorities;

/// <summary>What `lamina layer-authority show FILE --json` prints; without a credential where the file has none.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="LayerId">Its id.</param>
/// <param name="Roots">Its roots.</param>
internal sealed record IssuedDocument(string Layer, string LayerId, IReadOnlyList<string> Roots)
{
    public string Schema { get; init; } = "lamina.membership/1";

    /// <summary>Whose credential it is.</summary>
    public string? Node { get; init; }

    public string? Serial { get; init; }

    public string? Issuer { get; init; }

    public IReadOnlyList<string>? Rights { get; init; }

    /// <summary>How many names; null: all.</summary>
    public int? Names { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>What it is worth, as a sentence says it of "it".</summary>
    public string? Verdict { get; init; }

    public static IssuedDocument Of(Membership membership, DateTimeOffset now)
    {
        IssuedDocument document = new(
            membership.Layer.Value, membership.Trust.Layer.ToString(), [.. membership.Trust.Roots.Roots.Select(root => root.ToString())]);
        return membership.Chain?.Member is not { } credential ? document : document with
        {
            Node = credential.Subject.ToString(),
            Serial = credential.Serial.ToString(),
            Issuer = credential.Issuer.ToString(),
            Rights = RightNames.Of(credential.Terms.Rights | (membership.Inviting?.Terms.Rights ?? default)),
            Names = credential.Terms.Rights.HasFlag(Security.Credentials.Rights.AnyName) ? null : credential.Terms.Names.Count,
            NotBefore = credential.NotBefore,
            NotAfter = credential.NotAfter,
            Verdict = membership.Examine(credential.Subject, now)!.Value.ToString(),
        };
    }
}
