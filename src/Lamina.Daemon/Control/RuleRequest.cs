namespace Lamina.Daemon.Control;

/// <summary>POST and DELETE /v1/rules.</summary>
/// <param name="Name">The name.</param>
/// <param name="Peer">A node id, "members" or "anyone"; null, to take rules back: all.</param>
/// <param name="Allow">True: it may have flows to the name; false: it may not. Of no meaning where a rule is taken back.</param>
/// <param name="At">The rule's number, from 1; null: the last.</param>
public sealed record RuleRequest(string Name, string? Peer = null, bool Allow = false, int? At = null);
