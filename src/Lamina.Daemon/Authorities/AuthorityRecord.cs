namespace Lamina.Daemon.Authorities;

/// <summary>What an authority has done, over all runs: <c>authority.json</c>. Not secret; its keys are in files of their own.</summary>
/// <param name="Schema">Name and version of the file's form.</param>
/// <param name="Layer">The layer's name.</param>
/// <param name="Root">Fingerprint of the root that it issues with.</param>
/// <param name="Roots">The set of roots, as it is signed.</param>
public sealed record AuthorityRecord(string Schema, string Layer, string Root, byte[] Roots)
{
    /// <summary>The form that this version writes and reads.</summary>
    public const string CurrentSchema = "lamina.authority/1";

    /// <summary>The newest list of each root that has one, as it is signed.</summary>
    public IReadOnlyList<byte[]> Lists { get; init; } = [];

    /// <summary>What was issued and has not been over for long.</summary>
    public IReadOnlyList<IssuedRecord> Issued { get; init; } = [];

    /// <summary>What was revoked and has not expired.</summary>
    public IReadOnlyList<RevokedRecord> Revoked { get; init; } = [];
}
