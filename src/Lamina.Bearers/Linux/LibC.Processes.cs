using System.Runtime.InteropServices;

namespace Lamina.Bearers.Linux;

/// <summary>Processes.</summary>
internal static unsafe partial class LibC
{
    public const int SigTerm = 15;

    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int processId, int signal);
}
