namespace Lamina.Daemon.Control;

/// <summary>One rule of a name.</summary>
/// <param name="Verdict">"allow" or "deny".</param>
/// <param name="Peer">A node id, "members" or "anyone".</param>
public sealed record RuleEntry(string Verdict, string Peer)
{
    public const string Allow = "allow";
    public const string Deny = "deny";
}
