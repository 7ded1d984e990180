using System.Runtime.InteropServices;

namespace Lamina.Bearers.Linux;

/// <summary>Users and groups, and whose a file is. The structures are the same in glibc and musl on 64-bit Linux.</summary>
internal static unsafe partial class LibC
{
    /// <summary>Keeps what is there, for <see cref="ChangeOwner"/>.</summary>
    public const uint Unchanged = uint.MaxValue;

    /// <summary>Bytes of struct passwd, and of struct group, which is shorter.</summary>
    public const int AccountSize = 48;

    /// <summary>Where pw_uid and gr_gid are: behind two pointers.</summary>
    public const int AccountId = 16;

    [LibraryImport(Library, EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport(Library, EntryPoint = "getegid")]
    public static partial uint EffectiveGroup();

    [LibraryImport(Library, EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport(Library, EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FindUser(string name, byte* account, byte* text, nuint length, byte** found);

    [LibraryImport(Library, EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FindGroup(string name, byte* account, byte* text, nuint length, byte** found);

    [LibraryImport(Library, EntryPoint = "getpwuid_r")]
    public static partial int NameUser(uint id, byte* account, byte* text, nuint length, byte** found);

    [LibraryImport(Library, EntryPoint = "getgrgid_r")]
    public static partial int NameGroup(uint id, byte* account, byte* text, nuint length, byte** found);
}
