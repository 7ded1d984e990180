using System.Runtime.InteropServices;

namespace Lamina.Bearers.Linux;

/// <summary>What the system knows of a file. statx has one layout on every architecture, other than stat (statx(2)).</summary>
internal static unsafe partial class LibC
{
    /// <summary>Bytes of struct statx.</summary>
    public const int FileStatusSize = 256;

    /// <summary>Where stx_ino is in it.</summary>
    public const int FileStatusInode = 32;

    /// <summary>Relative paths are of the working directory (AT_FDCWD).</summary>
    public const int WorkingDirectory = -100;

    /// <summary>STATX_INO.</summary>
    public const uint AskInode = 0x100;

    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int GetFileStatus(int directory, string path, int flags, uint mask, byte* status);
}
