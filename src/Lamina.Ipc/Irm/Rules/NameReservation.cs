using Lamina.Ipc.Irm.Naming;

namespace Lamina.Ipc.Irm.Rules;

/// <summary>The users of this host who may stand behind a name, whether somebody does or not. Who administers the stack always may.</summary>
/// <param name="Users">These users.</param>
/// <param name="Groups">All users of these groups.</param>
public sealed record NameReservation(IReadOnlyList<uint> Users, IReadOnlyList<uint> Groups)
{
    /// <summary>True where a user is one of them.</summary>
    public bool Has(BindingParty party) => Users.Contains(party.User) || party.Groups.Any(Groups.Contains);
}
