namespace Lamina.Daemon.Control;

/// <summary>PUT /v1/rules: what is said of a name, instead of all that was said before.</summary>
/// <param name="Name">The name.</param>
/// <param name="Rules">Its rules, the first that matches decides.</param>
/// <param name="Users">The users of this host who may stand behind it; with no groups either: whoever comes first.</param>
/// <param name="Groups">All users of these groups.</param>
public sealed record RuleSetRequest(
    string Name, IReadOnlyList<RuleEntry>? Rules = null, IReadOnlyList<string>? Users = null, IReadOnlyList<string>? Groups = null);
