namespace Lamina.Daemon.Authorities;

/// <summary>Something that was revoked.</summary>
/// <param name="Entry">The serial of a credential, or the first half of a node id.</param>
/// <param name="Date">When.</param>
/// <param name="Until">When it would have expired: then the list need not name it. Null: a node, which stays revoked.</param>
public sealed record RevokedRecord(string Entry, DateTimeOffset Date, DateTimeOffset? Until);
