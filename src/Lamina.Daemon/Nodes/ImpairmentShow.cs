using System.Text.Json.Nodes;
using Lamina.Ipc.Udp.Impairment;

namespace Lamina.Daemon.Nodes;

/// <summary>What an impaired way has done, as a person reads it among other counters.</summary>
internal static class ImpairmentShow
{
    public static void Add(JsonObject target, string way, FateCounters counters)
    {
        target[$"{way}Datagrams"] = counters.Sent;
        target[$"{way}Lost"] = counters.Lost;
        target[$"{way}QueueFull"] = counters.Dropped;
        target[$"{way}TooLong"] = counters.TooLong;
        target[$"{way}Duplicated"] = counters.Duplicated;
        target[$"{way}Reordered"] = counters.Reordered;
        target[$"{way}Corrupted"] = counters.Corrupted;
    }
}
