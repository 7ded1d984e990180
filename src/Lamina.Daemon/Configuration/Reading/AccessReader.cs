using Lamina.Daemon.Configuration.Text;
using Lamina.Node.Access;

namespace Lamina.Daemon.Configuration.Reading;

/// <summary>Reads who may do what: <c>"access": { "administer": { "users": [], "groups": [] }, "use": ..., "read": ... }</c>.</summary>
internal static class AccessReader
{
    private const string Everyone = "*";

    /// <summary>Null where the stack says nothing about it.</summary>
    public static AccessPolicy? Read(ConfigObject stack)
    {
        if (stack.Object("access") is not { } access)
        {
            return null;
        }

        AccessPolicy usual = AccessPolicy.Default();
        AccessPolicy policy = new(
            ReadList(access, "administer", mayBeAll: false) ?? usual.Administer,
            ReadList(access, "use", mayBeAll: true) ?? usual.Use,
            ReadList(access, "read", mayBeAll: true) ?? usual.Read);
        access.Finish();
        return policy;
    }

    /// <summary>Users and groups of an object; null where it is not there.</summary>
    public static AccessList? ReadList(ConfigObject parent, string key, bool mayBeAll)
    {
        if (parent.Object(key) is not { } list)
        {
            return null;
        }

        var users = new List<Account>();
        bool isEveryone = false;
        foreach ((string user, ConfigPosition position) in list.Texts("users"))
        {
            if (user == Everyone && mayBeAll)
            {
                isEveryone = true;
            }
            else if (AccountNames.FindUser(user) is { } known)
            {
                users.Add(known);
            }
            else
            {
                list.Note(position, $"this host has no user \"{user}\"", mayBeAll ? "getent passwd; \"*\" means everybody" : "getent passwd");
            }
        }

        var groups = new List<Account>();
        foreach ((string group, ConfigPosition position) in list.Texts("groups"))
        {
            if (AccountNames.FindGroup(group) is { } known)
            {
                groups.Add(known);
            }
            else
            {
                list.Note(position, $"this host has no group \"{group}\"", "getent group");
            }
        }

        list.Finish();
        return new AccessList(users, groups, isEveryone);
    }
}
