using System.Runtime.InteropServices;

namespace Lamina.Bearers.Linux;

/// <summary>Files.</summary>
internal static unsafe partial class LibC
{
    public const int OpenReadOnly = 0;
    public const int OpenCloseOnExec = 0x80000;

    /// <summary>Variadic in C; without a mode this is the same call.</summary>
    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    public static partial int Synchronize(int descriptor);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);
}
