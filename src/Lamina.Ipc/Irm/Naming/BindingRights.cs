using System.Globalization;
using Lamina.Core;
using Lamina.Ipc.Irm.Programs;
using Lamina.Ipc.Irm.Rules;

namespace Lamina.Ipc.Irm.Naming;

/// <summary>
/// Which users may stand behind a name: those for whom it is reserved; else whoever comes first, and nobody else while that one does. Who administers the
/// stack is not asked.
/// </summary>
internal sealed class BindingRights(NameTable names, NamePolicies policies, ProgramRegistry programs)
{
    private const string Hint = "another name, or somebody who administers the stack: lamina name reserve";

    /// <summary>Says whether a user may put something behind a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="party">The user.</param>
    /// <param name="self">The process that wants it for itself; null: a program is meant.</param>
    public Outcome Examine(Name name, BindingParty party, IProcessAcceptor? self)
    {
        if (policies.Of(name).Reservation is { } reservation)
        {
            return reservation.Has(party) ? Outcome.Ok : Outcome.Denied($"name '{name}' is reserved, and not for user {Number(party.User)}", Hint);
        }

        if (names.Find(name) is not { } record || (self is not null && record.Acceptors.Contains(self)))
        {
            return Outcome.Ok;
        }

        foreach (IFlowAcceptor acceptor in record.Acceptors)
        {
            if (acceptor is not IProcessAcceptor process || process.UserId != party.User)
            {
                return Held(name, party, acceptor.Description);
            }
        }

        foreach (ProgramBinding binding in record.Programs)
        {
            if (binding.User != party.User && (self is null || !programs.IsMeant(self, binding)))
            {
                return Held(name, party, $"program {binding.Path}");
            }
        }

        return Outcome.Ok;
    }

    private static Outcome Held(Name name, BindingParty party, string holder) =>
        Outcome.Denied($"name '{name}' is held by {holder}, which is not user {Number(party.User)}'s", Hint);

    private static string Number(uint user) => user.ToString(CultureInfo.InvariantCulture);
}
