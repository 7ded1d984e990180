using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Bearers.Linux;

internal static unsafe partial class LibC
{
    // Without FUTEX_PRIVATE_FLAG: the waiter may live in another process.
    public const int FutexWait = 0;
    public const int FutexWake = 1;

    public const int EventFdCloseOnExec = 0x80000;
    public const int EventFdNonBlocking = 0x800;

    /// <summary>The C library has no futex function; its number depends on the architecture.</summary>
    public static readonly nint FutexNumber = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 202,
        Architecture.Arm64 or Architecture.RiscV64 or Architecture.LoongArch64 => 98,
        var other => throw new PlatformNotSupportedException($"futex on {other}"),
    };

    /// <summary>A relative time; 64-bit layout.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;

        public static TimeSpec From(TimeSpan time)
        {
            var (seconds, rest) = Math.DivRem(time.Ticks, TimeSpan.TicksPerSecond);
            return new TimeSpec { Seconds = seconds, Nanoseconds = rest * TimeSpan.NanosecondsPerTick };
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public int Descriptor;
        public short Events;
        public short Received;
    }

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint Futex(nint number, uint* address, nint operation, nint value, TimeSpec* timeout, void* second, nint third);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    public static partial SafeFileHandle EventFd(uint initial, int flags);

    [LibraryImport(Library, EntryPoint = "ppoll", SetLastError = true)]
    public static partial int Ppoll(PollFd* descriptors, nuint count, TimeSpec* timeout, void* signals);
}
