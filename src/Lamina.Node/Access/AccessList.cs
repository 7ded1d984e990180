namespace Lamina.Node.Access;

/// <summary>Users and groups that have something in common.</summary>
/// <param name="Users">The users.</param>
/// <param name="Groups">All users of these groups.</param>
/// <param name="IsEveryone">Everybody who can reach the socket.</param>
public sealed record AccessList(IReadOnlyList<Account> Users, IReadOnlyList<Account> Groups, bool IsEveryone = false)
{
    /// <summary>Nobody.</summary>
    public static readonly AccessList Nobody = new([], []);

    /// <summary>True where a caller is one of them.</summary>
    public bool Has(Caller caller) => IsEveryone
        || Users.Any(user => user.Id == caller.User)
        || Groups.Any(group => caller.Groups.Contains(group.Id));

    /// <summary>Those of both.</summary>
    public AccessList With(AccessList other) => new(
        [.. Users.Union(other.Users)], [.. Groups.Union(other.Groups)], IsEveryone || other.IsEveryone);

    /// <summary>For people, without who administers anyway; empty: nobody.</summary>
    public IEnumerable<string> Describe() => IsEveryone
        ? ["everybody"]
        : [.. Users.Select(user => user.Name), .. Groups.Select(group => $"the group {group.Name}")];
}
