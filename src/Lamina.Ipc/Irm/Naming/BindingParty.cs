namespace Lamina.Ipc.Irm.Naming;

/// <summary>A user of this host who wants to stand behind a name, and does not administer the stack.</summary>
/// <param name="User">The user.</param>
/// <param name="Groups">Its groups.</param>
public sealed record BindingParty(uint User, IReadOnlyList<uint> Groups);
