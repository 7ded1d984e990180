using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Ipc.Unicast.Scheduling;

namespace Lamina.Node.Metrics;

/// <summary>What waited in front of a member's neighbours.</summary>
internal static class SchedulingMetrics
{
    public static void Add(MetricSet set, string layer, DataTransferCounters counters)
    {
        foreach (SchedulingClass which in Enum.GetValues<SchedulingClass>())
        {
            SchedulingCounters queue = counters.Scheduling[(int)which];
            string name = NameOf(which);
            set.Counter("lamina_scheduler_waited", "Packets that had to wait for a neighbour.", queue.Waited, ("layer", layer), ("class", name));
            set.Counter("lamina_scheduler_marked", "Of lamina_scheduler_waited, those that say so.", queue.Marked, ("layer", layer), ("class", name));
            Drops.Add(set, "scheduler", layer, $"{name}_full", queue.Dropped);
            Drops.Add(set, "scheduler", layer, $"{name}_late", queue.Late);
            Drops.Add(set, "scheduler", layer, $"{name}_flow_lost", queue.Lost);
        }

        set.Counter("lamina_congestion_reports", "Reports of congestion.", counters.Congestion.ReportsSent, ("layer", layer), ("direction", "sent"));
        set.Counter("lamina_congestion_reports", "Reports of congestion.", counters.Congestion.ReportsReceived, ("layer", layer), ("direction", "received"));
    }

    private static string NameOf(SchedulingClass which) => which == SchedulingClass.BestEffort ? "best_effort" : which.ToString().ToLowerInvariant();
}
