namespace Lamina.Ipc.Irm.Rules;

/// <summary>Who may have flows to a name, or may not.</summary>
/// <param name="Allows">Which of them.</param>
/// <param name="Peer">Who.</param>
public sealed record NameRule(bool Allows, RulePeer Peer)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Allows ? "allow" : "deny")} {Peer}";
}
