using System.Text.Json.Nodes;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Ipc.Unicast.Scheduling;

namespace Lamina.Daemon.Nodes;

/// <summary>What waited in front of neighbours, by class, and what flows told each other of it.</summary>
internal static class CongestionShow
{
    public static void Add(JsonObject statistics, DataTransferCounters counters)
    {
        foreach (SchedulingClass which in Enum.GetValues<SchedulingClass>())
        {
            SchedulingCounters queue = counters.Scheduling[(int)which];
            string name = char.ToLowerInvariant(which.ToString()[0]) + which.ToString()[1..];
            statistics[$"{name}Waited"] = queue.Waited;
            statistics[$"{name}Marked"] = queue.Marked;
            statistics[$"{name}Dropped"] = queue.Dropped;
            statistics[$"{name}Late"] = queue.Late;
            statistics[$"{name}Lost"] = queue.Lost;
            statistics[$"{name}MostBytes"] = queue.MostBytes;
        }

        statistics["reportsSent"] = counters.Congestion.ReportsSent;
        statistics["reportsReceived"] = counters.Congestion.ReportsReceived;
        statistics["reportsUnasked"] = counters.Congestion.ReportsUnasked;
        statistics["silences"] = counters.Congestion.Silences;
    }
}
