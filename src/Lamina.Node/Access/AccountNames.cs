using System.Globalization;
using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Node.Access;

/// <summary>Users and groups by what people call them. The system may have to ask elsewhere: not on a stack's loop.</summary>
public static class AccountNames
{
    /// <summary>Finds users and groups by name or number.</summary>
    /// <param name="users">Names or numbers of users.</param>
    /// <param name="groups">Names or numbers of groups.</param>
    /// <param name="found">The accounts.</param>
    /// <param name="refusal">Which of them there is not.</param>
    public static bool TryFind(IReadOnlyList<string> users, IReadOnlyList<string> groups, out AccessList found, out Outcome refusal)
    {
        found = AccessList.Nobody;
        refusal = Outcome.Ok;
        var knownUsers = new List<Account>();
        foreach (string user in users)
        {
            if (FindUser(user) is not { } known)
            {
                refusal = Outcome.NotFound($"this host has no user '{user}'", "getent passwd");
                return false;
            }

            knownUsers.Add(known);
        }

        var knownGroups = new List<Account>();
        foreach (string group in groups)
        {
            if (FindGroup(group) is not { } known)
            {
                refusal = Outcome.NotFound($"this host has no group '{group}'", "getent group");
                return false;
            }

            knownGroups.Add(known);
        }

        found = new AccessList(knownUsers, knownGroups);
        return true;
    }

    /// <summary>A user by name or number; null: there is none of that name.</summary>
    public static Account? FindUser(string user) => SystemAccounts.FindUser(user) is { } id ? new Account(id, user)
        : TryNumber(user, out uint number) ? new Account(number, SystemAccounts.NameOfUser(number)) : null;

    /// <summary>A group by name or number; null: there is none of that name.</summary>
    public static Account? FindGroup(string group) => SystemAccounts.FindGroup(group) is { } id ? new Account(id, group)
        : TryNumber(group, out uint number) ? new Account(number, SystemAccounts.NameOfGroup(number)) : null;

    /// <summary>The name of a user, or its number.</summary>
    public static string OfUser(uint user) => SystemAccounts.NameOfUser(user);

    /// <summary>The name of a group, or its number.</summary>
    public static string OfGroup(uint group) => SystemAccounts.NameOfGroup(group);

    // The last number means nobody in the system's calls.
    private static bool TryNumber(string text, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number != uint.MaxValue;
}
