namespace Lamina.Bearers.Linux;

/// <summary>Whose a file is.</summary>
/// <param name="User">Its user.</param>
/// <param name="Group">Its group.</param>
/// <param name="Mode">Its permissions.</param>
public readonly record struct FileOwner(uint User, uint Group, UnixFileMode Mode)
{
    // struct statx: mask 4, block size 4, attributes 8, links 4, user 4, group 4, mode 2.
    private const int UserAt = 20;
    private const int GroupAt = 24;
    private const int ModeAt = 28;
    private const uint AskOwner = 0x2 | 0x8 | 0x10;
    private const int Permissions = 0xFFF;

    /// <summary>Null where it is not there, or its directory may not be entered.</summary>
    public static unsafe FileOwner? Of(string path)
    {
        Span<byte> status = stackalloc byte[LibC.FileStatusSize];
        fixed (byte* target = status)
        {
            return LibC.GetFileStatus(LibC.WorkingDirectory, path, 0, AskOwner, target) == 0
                ? new FileOwner(
                    BitConverter.ToUInt32(status[UserAt..]),
                    BitConverter.ToUInt32(status[GroupAt..]),
                    (UnixFileMode)(BitConverter.ToUInt16(status[ModeAt..]) & Permissions))
                : null;
        }
    }

    /// <summary>Gives a file to a group, where it is not that group's already: a hardened service may not even ask.</summary>
    /// <returns>False: this process may not.</returns>
    public static bool TryGiveToGroup(string path, uint group) => Of(path)?.Group == group || LibC.ChangeOwner(path, LibC.Unchanged, group) == 0;
}
