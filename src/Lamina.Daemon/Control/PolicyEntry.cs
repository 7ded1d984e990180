namespace Lamina.Daemon.Control;

/// <summary>What is said of one name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Rules">Which nodes may have flows to it; the first that matches decides.</param>
/// <param name="Others">Who matches no rule: "members" (of the layer) or "nobody"; "decided": there is nobody who matches none.</param>
/// <param name="Users">The users of this host who may stand behind it; null: it is not reserved.</param>
/// <param name="Groups">All users of these groups.</param>
public sealed record PolicyEntry(
    string Name, IReadOnlyList<RuleEntry> Rules, string Others, IReadOnlyList<string>? Users = null, IReadOnlyList<string>? Groups = null)
{
    public const string Members = "members";
    public const string Nobody = "nobody";
    public const string Decided = "decided";
}
