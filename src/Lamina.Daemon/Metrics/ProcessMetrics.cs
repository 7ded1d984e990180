using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Lamina.Node.Metrics;

namespace Lamina.Daemon.Metrics;

/// <summary>What the process as a whole costs: the same in every stack of one daemon.</summary>
internal static class ProcessMetrics
{
    public static void Add(MetricSet set, string stack, string version, TimeSpan uptime)
    {
        set.Info(
            "lamina_build", "The program, and what runs it.",
            ("stack", stack), ("version", version), ("runtime", RuntimeInformation.FrameworkDescription),
            ("os", Environment.OSVersion.VersionString), ("architecture", RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()));
        set.GaugeOf("seconds", "lamina_uptime_seconds", "Since the stack was opened.", Math.Round(uptime.TotalSeconds, 3));
        using Process self = Process.GetCurrentProcess();
        set.CounterOf("seconds", "process_cpu_seconds", "Processor time of the daemon.", Math.Round(self.TotalProcessorTime.TotalSeconds, 3));
        set.GaugeOf("bytes", "process_resident_memory_bytes", "Memory of the daemon.", self.WorkingSet64);
        set.Gauge("process_threads", "Threads of the daemon.", self.Threads.Count);
        set.GaugeOf("bytes", "dotnet_gc_heap_bytes", "Managed objects, those that are garbage included.", GC.GetTotalMemory(forceFullCollection: false));
        set.CounterOf("bytes", "dotnet_gc_allocated_bytes", "Bytes of managed objects that were made.", GC.GetTotalAllocatedBytes());
        for (int generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            set.Counter(
                "dotnet_gc_collections", "Collections, by generation.", GC.CollectionCount(generation),
                ("generation", generation.ToString(CultureInfo.InvariantCulture)));
        }
    }
}
