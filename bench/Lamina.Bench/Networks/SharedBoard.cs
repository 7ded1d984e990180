using Lamina.Bearers.Linux;

namespace Lamina.Bench.Networks;

/// <summary>Memory of this process, for a child of its.</summary>
internal static class SharedBoard
{
    public static string PathOf(SharedMemory memory) => $"/proc/{Environment.ProcessId}/fd/{memory.Descriptor.DangerousGetHandle()}";

    public static SharedMemory Map(string path) =>
        SharedMemory.TryMap(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite), out SharedMemory? memory)
            ? memory
            : throw new IOException($"not sealed memory: {path}");
}
