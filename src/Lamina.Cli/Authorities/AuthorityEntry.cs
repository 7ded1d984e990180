using Lamina.Daemon.Authorities;
using Lamina.Security.Credentials;

namespace Lamina.Cli.Authorities;

/// <summary>One authority, as `lamina layer-authority show --json` prints it.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="LayerId">Its id; null where its roots are damaged.</param>
/// <param name="Root">The root that is issued with.</param>
/// <param name="Roots">All roots.</param>
/// <param name="Issued">What was issued.</param>
/// <param name="Revoked">What was revoked.</param>
internal sealed record AuthorityEntry(
    string Layer, string? LayerId, string Root, IReadOnlyList<string> Roots, IReadOnlyList<IssuedRecord> Issued, IReadOnlyList<RevokedRecord> Revoked)
{
    public static AuthorityEntry Of(AuthorityRecord record)
    {
        LayerTrust? trust = LayerAuthority.TrustOf(record);
        return new AuthorityEntry(
            record.Layer, trust?.Layer.ToString(), record.Root, [.. (trust?.Roots.Roots ?? []).Select(root => root.ToString())], record.Issued, record.Revoked);
    }
}
