using Lamina.Bearers.Linux;

namespace Lamina.Node.Access;

/// <summary>
/// The permissions of a socket's file: the owner's where nobody else has a right; a group's where it is one group; else everybody may connect, and is
/// judged then, since the mode of a file cannot say more.
/// </summary>
public static class SocketGuard
{
    /// <summary>The owner alone.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode WithGroup = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const UnixFileMode Everybody = WithGroup | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const UnixFileMode MayEnter = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Sets the permissions of a socket.</summary>
    /// <param name="path">The socket.</param>
    /// <param name="policy">Who has rights.</param>
    /// <param name="least">The right that one needs to get anything from it.</param>
    public static void Protect(string path, AccessPolicy policy, AccessRight least)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        AccessList others = policy.With(least);
        UnixFileMode mode = others switch
        {
            { IsEveryone: false, Users.Count: 0, Groups.Count: 0 } => OwnerOnly,
            { IsEveryone: false, Users.Count: 0, Groups: [{ } group] } when FileOwner.TryGiveToGroup(path, group.Id) => WithGroup,
            _ => Everybody,
        };
        File.SetUnixFileMode(path, mode);
    }

    /// <summary>Lets others through a directory to the sockets in it, where anybody else has a right.</summary>
    public static void Open(string directory, AccessPolicy policy)
    {
        if (OperatingSystem.IsLinux() && policy.With(AccessRight.Read) is not { IsEveryone: false, Users.Count: 0, Groups.Count: 0 })
        {
            UnixFileMode mode = File.GetUnixFileMode(directory);
            if ((mode & MayEnter) != MayEnter)
            {
                File.SetUnixFileMode(directory, mode | MayEnter);
            }
        }
    }

    /// <summary>Who may open a socket that this process may not, for people; null: that cannot be seen either.</summary>
    public static string? WhoMayOpen(string path) => !OperatingSystem.IsLinux() || FileOwner.Of(path) is not { } owner ? null
        : (owner.Mode & UnixFileMode.GroupWrite) != 0
            ? $"{SystemAccounts.NameOfUser(owner.User)} and the group {SystemAccounts.NameOfGroup(owner.Group)}"
            : SystemAccounts.NameOfUser(owner.User);
}
