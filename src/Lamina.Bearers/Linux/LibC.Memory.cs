using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Bearers.Linux;

internal static unsafe partial class LibC
{
    public const uint MfdCloseOnExec = 0x0001;
    public const uint MfdAllowSealing = 0x0002;

    public const int FAddSeals = 1033;
    public const int FGetSeals = 1034;
    public const int SealSeal = 0x0001;
    public const int SealShrink = 0x0002;
    public const int SealGrow = 0x0004;

    public const int ProtRead = 1;
    public const int ProtWrite = 2;
    public const int MapShared = 1;
    public const int MadviseDontNeed = 4;
    public static readonly void* MapFailed = (void*)-1;

    [LibraryImport(Library, EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle MemfdCreate(string name, uint flags);

    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    public static partial void* Mmap(void* address, nuint length, int protection, int flags, SafeHandle descriptor, long offset);

    [LibraryImport(Library, EntryPoint = "munmap", SetLastError = true)]
    public static partial int Munmap(void* address, nuint length);

    [LibraryImport(Library, EntryPoint = "madvise", SetLastError = true)]
    public static partial int Madvise(void* address, nuint length, int advice);
}
