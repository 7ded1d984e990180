using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Every signature below is blittable: no marshalling stub, nothing for the trimmer to lose.
[assembly: DisableRuntimeMarshalling]

namespace Lamina.Bearers.Linux;

/// <summary>
/// The system calls that .NET does not offer. 64-bit Linux only: <c>long</c> and pointers are 8 bytes in the structures.
/// One partial file per concern.
/// </summary>
internal static unsafe partial class LibC
{
    private const string Library = "libc";

    public static int LastError => Marshal.GetLastPInvokeError();

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeHandle descriptor, void* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeHandle descriptor, void* buffer, nuint length);

    /// <summary>Variadic in C; passing integers this way is the same call on x86-64, arm64 and riscv64 Linux.</summary>
    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Fcntl(SafeHandle descriptor, int command, nint argument);

    /// <summary>The failure of the last call, for the setup paths, which may throw.</summary>
    public static IOException Failure(string call)
    {
        var error = LastError;
        return new IOException($"{call}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})");
    }
}
