using Lamina.Bearers.Linux;

namespace Lamina.Node.Access;

/// <summary>
/// Which users have which right to a stack. root and the user of this process always administer: they could take the process over anyway.
/// </summary>
/// <param name="Administer">Who else may do everything.</param>
/// <param name="Use">Who may attach and bind.</param>
/// <param name="Read">Who may look.</param>
public sealed record AccessPolicy(AccessList Administer, AccessList Use, AccessList Read)
{
    /// <summary>The group that may use root's stacks where nothing else is said.</summary>
    public const string UsualGroup = "lamina";

    private static readonly uint Own = SystemAccounts.OwnUser;

    /// <summary>This process's user and root alone.</summary>
    public static readonly AccessPolicy OwnerAlone = new(AccessList.Nobody, AccessList.Nobody, AccessList.Nobody);

    /// <summary>
    /// What is so where nothing was said: a user's stacks are that user's; those of root, or of a service in the group <c>lamina</c>, may be used by that
    /// group where there is one. Nobody else even reads: names, and who talks to whom, are what layers hide.
    /// </summary>
    public static AccessPolicy Default() =>
        SystemAccounts.FindGroup(UsualGroup) is { } group && (Own == 0 || SystemAccounts.OwnGroup == group)
        ? OwnerAlone with { Use = new AccessList([], [new Account(group, UsualGroup)]) }
        : OwnerAlone;

    /// <summary>What a caller may do.</summary>
    public AccessRight RightOf(Caller caller) =>
        caller.User == 0 || caller.User == Own || Administer.Has(caller) ? AccessRight.Administer
        : Use.Has(caller) ? AccessRight.Use
        : Read.Has(caller) ? AccessRight.Read
        : AccessRight.None;

    /// <summary>Who has a right besides root and the own user, however they came by it.</summary>
    public AccessList With(AccessRight right) => right switch
    {
        AccessRight.Administer => Administer,
        AccessRight.Use => Administer.With(Use),
        _ => Administer.With(Use).With(Read),
    };

    /// <summary>Who has a right, for people: "root and the group lamina".</summary>
    public string Describe(AccessRight right)
    {
        string[] all = [.. ((string[])["root", Own == 0 ? "root" : $"user {Own}"]).Distinct(), .. With(right).Describe()];
        return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }
}
