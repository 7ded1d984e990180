using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Node.Attach;
using Lamina.Wire.Connections;

namespace Lamina.Node.Metrics;

/// <summary>
/// Reads a stack's metrics: once in a while, inside the domain, from what the machines count anyway. Labels are few and never
/// the name of a peer: layers, kinds, reasons.
/// </summary>
internal sealed class StackMetrics(IpcResourceManager irm, StackPorts ports, AttachServer? attach)
{
    /// <summary>Inside the domain, quickly.</summary>
    /// <param name="created">IPC processes that are in no layer and not in the table yet.</param>
    public MetricSet Gather(IEnumerable<IpcProcessKind> created)
    {
        var set = new MetricSet();
        AddProcesses(set, created);
        AddAdjacencies(set);
        AddFlows(set);
        foreach (IpcProcess process in irm.Processes.All)
        {
            LayerMetrics.Add(set, process);
        }

        AddPorts(set);
        AddAttached(set);
        AddUse(set);
        return set;
    }

    private void AddProcesses(MetricSet set, IEnumerable<IpcProcessKind> created)
    {
        const string Name = "lamina_ipcps";
        const string Help = "IPC processes, by kind and state.";
        foreach (IpcProcess process in irm.Processes.All)
        {
            set.Gauge(Name, Help, 1, ("type", KindOf(process.Kind)), ("state", StateOf(process)));
        }

        foreach (IpcProcessKind kind in created)
        {
            set.Gauge(Name, Help, 1, ("type", KindOf(kind)), ("state", "created"));
        }
    }

    private void AddAdjacencies(MetricSet set)
    {
        foreach (IpcProcess process in irm.Processes.All)
        {
            if (process is not UnicastIpcProcess { Layer: { } layer } unicast)
            {
                continue;
            }

            foreach (AdjacencyInfo adjacency in unicast.Adjacencies)
            {
                string component = adjacency.Component == ConnectionComponent.DataTransfer ? "dt" : "mgmt";
                set.Gauge(
                    "lamina_adjacencies", "Flows to neighbours, by layer, component and state.", 1,
                    ("layer", layer), ("component", component), ("state", adjacency.State.ToString().ToLowerInvariant()));
            }
        }
    }

    private void AddFlows(MetricSet set)
    {
        const string Packets = "lamina_flow_packets";
        const string PacketsHelp = "Packets of flows as their users sent and received them, by layer; empty: direct flows.";
        const string Bytes = "lamina_flow_bytes";
        const string BytesHelp = "Bytes of lamina_flow_packets.";
        Total("", irm.Flows.DirectTraffic);
        foreach (IpcProcess process in irm.Processes.All)
        {
            Total(process.Layer ?? "", process.Traffic);
        }

        foreach (FlowRecord flow in irm.Flows.All)
        {
            string layer = flow.Process?.Layer ?? "";
            string direction = flow.Process is null ? "direct" : flow.IsIncoming ? "in" : "out";
            set.Gauge("lamina_flows", "Flows, by layer and by who asked for them.", 1, ("layer", layer), ("direction", direction));
            set.Counter("lamina_flows_opened", "Flows that were allocated, by layer.", 1, ("layer", layer));
            Count(layer, flow.SentPackets, flow.SentBytes, flow.ReceivedPackets, flow.ReceivedBytes);
        }

        void Total(string layer, FlowTraffic ended)
        {
            set.Counter("lamina_flows_opened", "Flows that were allocated, by layer.", ended.Flows, ("layer", layer));
            Count(layer, ended.SentPackets, ended.SentBytes, ended.ReceivedPackets, ended.ReceivedBytes);
        }

        void Count(string layer, long sent, long sentBytes, long received, long receivedBytes)
        {
            set.Counter(Packets, PacketsHelp, sent, ("layer", layer), ("direction", "sent"));
            set.Counter(Packets, PacketsHelp, received, ("layer", layer), ("direction", "received"));
            set.CounterOf("bytes", Bytes, BytesHelp, sentBytes, ("layer", layer), ("direction", "sent"));
            set.CounterOf("bytes", Bytes, BytesHelp, receivedBytes, ("layer", layer), ("direction", "received"));
        }
    }

    private void AddPorts(MetricSet set)
    {
        const string Trains = "lamina_port_trains";
        const string TrainsHelp = "Trains of datagrams that ports handed to the system and got from it.";
        const string Bytes = "lamina_port_bytes";
        const string BytesHelp = "Bytes of lamina_port_trains.";
        foreach ((string technology, IDatagramPort port) in ports.All)
        {
            if (port is not UdpPort { Counters: { } counters })
            {
                continue;
            }

            set.Counter(Trains, TrainsHelp, counters.Sent, ("technology", technology), ("direction", "sent"));
            set.Counter(Trains, TrainsHelp, counters.Received, ("technology", technology), ("direction", "received"));
            set.CounterOf("bytes", Bytes, BytesHelp, counters.SentBytes, ("technology", technology), ("direction", "sent"));
            set.CounterOf("bytes", Bytes, BytesHelp, counters.ReceivedBytes, ("technology", technology), ("direction", "received"));
            Drops.Add(set, "port", technology, "queue_full", counters.DroppedQueueFull);
            Drops.Add(set, "port", technology, "unsendable", counters.DroppedUnsendable);
            Drops.Add(set, "port", technology, "too_large", counters.DroppedTooLarge);
            Drops.Add(set, "port", technology, "no_buffer", counters.DroppedNoBuffer);
        }
    }

    private void AddAttached(MetricSet set)
    {
        if (attach is null)
        {
            return;
        }

        AttachCounters counters = attach.CountAll();
        set.Gauge("lamina_attached_programs", "Processes that are attached.", attach.Sessions.Count);
        set.Gauge(
            "lamina_attached_without_memory", "Attached processes whose packets go over the socket.", attach.Sessions.Count(session => !session.SharesMemory));
        set.Counter("lamina_attach_refused", "Processes that were refused because there were too many.", attach.RefusedConnections);
        set.Counter("lamina_attach_denied", "Processes whose user may not attach.", attach.DeniedCallers);
        set.Counter("lamina_attach_denied_names", "Names that a process's user may not stand behind.", attach.DeniedBindings);
        set.Counter("lamina_attach_trains", "Trains between the stack and attached processes.", counters.TrainsFromApplication, ("direction", "sent"));
        set.Counter("lamina_attach_trains", "Trains between the stack and attached processes.", counters.TrainsToApplication, ("direction", "received"));
        set.Counter("lamina_attach_held", "Trains of attached processes that waited in the daemon until their layer took them.", counters.TrainsHeld);
        Drops.Add(set, "attach", "", "ring_full", counters.DroppedRingFull);
        Drops.Add(set, "attach", "", "no_buffer", counters.DroppedNoBuffer);
        Drops.Add(set, "attach", "", "no_credit", counters.DroppedNoCredit);
        Drops.Add(set, "attach", "", "foreign_flow", counters.RefusedFlowId);
        Drops.Add(set, "attach", "", "foreign_ticket", counters.RefusedTickets);
    }

    private void AddUse(MetricSet set)
    {
        MachineContext context = irm.Context;
        set.Gauge("lamina_names", "Names that are bound or registered.", irm.Names.All.Count);
        set.Counter("lamina_rule_refusals", "Flows that the rules of their names refused.", irm.Policy.RefusedFlows);
        set.Gauge("lamina_pool_buffers", "Packet buffers that somebody holds.", context.Pool.RentedCount);
        set.GaugeOf("bytes", "lamina_pool_rented_bytes", "Bytes of packet buffers that somebody holds.", context.Pool.RentedBytes);
        set.GaugeOf("bytes", "lamina_pool_allocated_bytes", "Bytes of packet buffers that exist.", context.Pool.AllocatedBytes);
        set.GaugeOf("bytes", "lamina_pool_limit_bytes", "Most bytes of packet buffers.", context.Pool.Limit);
        set.Counter("lamina_pool_refused", "Times that no packet buffer was left.", context.Pool.RefusedCount);
        set.Counter("lamina_pool_copied_bytes", "Bytes of packets that were copied in user space.", context.Pool.CopiedBytes);
        set.Gauge("lamina_timers", "Timers that are set.", context.Timers.Count);
        set.Gauge("lamina_run_queue_items", "Calls that wait in the run queue.", context.RunQueue.Count);
        Drops.Add(set, "run_queue", "", "queue_full", context.RunQueue.DroppedCount);
    }

    private string StateOf(IpcProcess process) => process.Layer is not null ? "operational" : irm.IsRestarting(process) ? "restarting" : "created";

    private static string KindOf(IpcProcessKind kind) => kind.ToString().ToLowerInvariant();
}
