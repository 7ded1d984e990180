using Lamina.Core;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Node.Attach;
using Lamina.Node.Metrics;

namespace Lamina.Node.Management;

/// <summary>Counters, gauges and what health is judged by; one call into the domain each, nothing per packet.</summary>
public sealed class MetricsManagement
{
    private readonly ManagementCalls _calls;
    private readonly IpcResourceManager _irm;
    private readonly IpcpManagement _ipcps;
    private readonly StackMetrics _metrics;

    internal MetricsManagement(
        ManagementCalls calls, IpcResourceManager irm, IpcpManagement ipcps, StackPorts ports, AttachServer? attach)
    {
        _calls = calls;
        _irm = irm;
        _ipcps = ipcps;
        _metrics = new StackMetrics(irm, ports, attach);
    }

    /// <summary>All metrics of the stack as they are now.</summary>
    public Task<MetricSet> GatherAsync() => _calls.InvokeAsync(_ => _metrics.Gather(_ipcps.CreatedKinds));

    /// <summary>What health is judged by, as it is now.</summary>
    public Task<HealthFacts> GetHealthFactsAsync() => _calls.InvokeAsync(_ =>
    {
        PacketPool pool = _irm.Context.Pool;
        MetricSet metrics = _metrics.Gather(_ipcps.CreatedKinds);
        return new HealthFacts(
            [.. _ipcps.CreatedNames, .. _irm.Processes.All.Where(process => process.Layer is null).Select(process => process.Name)],
            [.. _irm.Processes.All.OfType<UnicastIpcProcess>().SelectMany(Lost)],
            pool.RentedBytes,
            pool.Limit,
            QueueDrops(metrics));
    });

    private static IEnumerable<LostAdjacency> Lost(UnicastIpcProcess process) =>
        from adjacency in process.Adjacencies
        where adjacency.State != AdjacencyState.Up
        let peer = adjacency.PeerName.Length > 0 ? adjacency.PeerName : adjacency.Peer.ToString()
        group adjacency by peer into flows
        select new LostAdjacency(process.Name, process.Layer ?? "", flows.Key, flows.First().Problem);

    // What a larger queue, a faster reader or a slower sender would have saved. Not what a peer did wrong.
    private static long QueueDrops(MetricSet metrics) => (long)(metrics.Find(Drops.Family)?.Samples
        .Where(sample => sample.Label("reason") is "queue_full" or "ring_full" or "no_buffer" or "no_credit" or "no_resources" or "overload" or "store_full")
        .Sum(sample => sample.Value) ?? 0);
}
