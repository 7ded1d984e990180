using System.Diagnostics;

namespace Lamina.Soak.Memory;

/// <summary>What this process uses.</summary>
/// <param name="HeapBytes">Of objects that are alive.</param>
/// <param name="ResidentBytes">Of memory in all.</param>
internal readonly record struct Usage(long HeapBytes, long ResidentBytes)
{
    public static Usage Read()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        using var self = Process.GetCurrentProcess();
        return new Usage(heap, self.WorkingSet64);
    }

    public static Usage operator -(Usage one, Usage other) => new(one.HeapBytes - other.HeapBytes, one.ResidentBytes - other.ResidentBytes);
}
