namespace Lamina.Daemon.Control;

/// <summary>Where a stack keeps what outlives its daemon.</summary>
/// <param name="NodeId">Who it is: SHA-256 of its public signing key, 64 hexadecimal digits.</param>
/// <param name="Directory">Its directory; null: in memory, for this run only.</param>
public sealed record StateReport(string NodeId, string? Directory = null)
{
    /// <summary>What a person should know of its identity, a sentence each; null: nothing.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>Its credentials for secure layers; null: it has none.</summary>
    public IReadOnlyList<CredentialEntry>? Credentials { get; init; }
}
