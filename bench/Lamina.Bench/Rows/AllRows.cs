using Lamina.Bench.Measuring;
using Lamina.Bench.Networks;

namespace Lamina.Bench.Rows;

/// <summary>What is measured, in the order in which it is printed.</summary>
internal sealed class AllRows : IAsyncDisposable
{
    private readonly Topology _networks;
    private readonly LatencyRows _latency;
    private readonly StartRows _starts = new();

    public AllRows(BenchOptions options)
    {
        _networks = new Topology(options.Congestion);
        _latency = new LatencyRows(options.Congestion);
        var trips = new TripRows(_networks);
        var goodput = new GoodputRows(_networks);
        Row[] all =
        [
            .. trips.All,
            .. PacketRows.All(_networks),
            .. goodput.All,
            .. SizeRows.All(_networks),
            .. LayerRows.All(trips, goodput),
            .. CrowdRows.All(_networks),
            .. ForwardingRows.All(_networks),
            .. _latency.All,
            .. AllocationRows.All(_networks),
            .. CopyRows.All(options),
            .. MemoryRows.All(options),
            .. DaemonRows.All(options),
            .. _starts.All,
        ];
        // What is derived needs its sources; what is measured stands beside its limit.
        HashSet<Row> wanted = [.. all.Where(options.Wants)];
        wanted.UnionWith([.. wanted.SelectMany(row => row.Sources)]);
        if (!options.IsAlone)
        {
            wanted.UnionWith([.. wanted.Select(row => row.Limit).OfType<Row>()]);
        }

        Wanted = [.. all.Where(wanted.Contains)];
    }

    public IReadOnlyList<Row> Wanted { get; }

    public async ValueTask DisposeAsync()
    {
        await _latency.DisposeAsync();
        await _starts.DisposeAsync();
        await _networks.DisposeAsync();
    }
}
