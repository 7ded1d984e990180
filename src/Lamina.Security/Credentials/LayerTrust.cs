using Lamina.Security.Identities;

namespace Lamina.Security.Credentials;

/// <summary>What a member knows of its layer's authority: roots, and what they have taken back. A value: it is replaced as a whole, and any thread reads it.</summary>
public sealed class LayerTrust
{
    private readonly RevocationList[] _revocations;

    private LayerTrust(RootSet roots, RevocationList[] revocations)
    {
        Roots = roots;
        _revocations = revocations;
    }

    /// <summary>The roots at present.</summary>
    public RootSet Roots { get; }

    /// <summary>The layer.</summary>
    public LayerId Layer => Roots.Layer;

    /// <summary>The newest list of each root that has one.</summary>
    public IReadOnlyList<RevocationList> Revocations => _revocations;

    /// <summary>Trust in roots that have revoked nothing yet.</summary>
    public static LayerTrust In(RootSet roots) => new(roots, []);

    /// <summary>With a newer set of roots; the same where it does not follow. Lists of roots that are no more go with them.</summary>
    public LayerTrust With(RootSet roots) => roots.Follows(Roots)
        ? new LayerTrust(roots, [.. _revocations.Where(list => !roots.Find(list.Issuer).IsEmpty)])
        : this;

    /// <summary>With a newer list of one of the roots; the same where it is not newer, or not signed by one.</summary>
    public LayerTrust With(RevocationList list) =>
        !Array.Exists(_revocations, known => known.Issuer == list.Issuer && known.Sequence >= list.Sequence) && list.IsSignedByOneOf(Roots)
            ? new LayerTrust(Roots, [.. _revocations.Where(known => known.Issuer != list.Issuer), list])
            : this;

    /// <summary>True where the credential, or the node that has it, is revoked.</summary>
    public bool IsRevoked(Credential credential) => IsListed(credential.Serial) || IsRevoked(credential.Subject);

    /// <summary>True where a node is revoked, with all that it has.</summary>
    public bool IsRevoked(KeyId node) => IsListed(new Serial(node.Prefix));

    private bool IsListed(Serial serial) => Array.Exists(_revocations, list => list.Contains(serial));
}
