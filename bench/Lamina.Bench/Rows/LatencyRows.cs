using Lamina.Bench.Bare;
using Lamina.Bench.Flows;
using Lamina.Bench.Latency;
using Lamina.Bench.Measuring;
using Lamina.Bench.Networks;
using Lamina.Core;
using Lamina.Spike.Flow;
using Lamina.Spike.Pipelines;

namespace Lamina.Bench.Rows;

/// <summary>How long a ping takes while a flow of data takes all that a link has.</summary>
internal sealed class LatencyRows : IAsyncDisposable
{
    private const string Rate = "1gbit";

    // Of the same link: a queue never forms but by chance.
    private const double PacedRate = 0.95e9;

    private static readonly Family Family = Family.Latency;

    private readonly Lazy<Cable> _wire = new(() => Topology.Cable(2, Rate));
    private readonly Started<EmbeddedPair> _pair;

    public LatencyRows(string policy)
    {
        _pair = new Started<EmbeddedPair>(() => EmbeddedPair.StartAsync(_wire.Value, 1, policy));
        Row bare = Limits.Of(Family, "bare UDP, idle", () => new PacedTrips(new UdpTrips(UdpPair.Open(_wire.Value)), null));
        Row data = New("data, idle", QosSpec.Data, false, bare);
        Row voice = New("voice, idle", QosSpec.Voice, false, bare);
        All =
        [
            bare,
            new Row(Family, "bare UDP, beside kernel TCP")
            {
                Limit = bare,
                Open = () => Task.Run<IMeasured>(() => new PacedTrips(new UdpTrips(UdpPair.Open(_wire.Value)), Tcp())),
            },
            new Row(Family, "bare UDP, beside paced bare UDP")
            {
                Limit = bare,
                Open = () => Task.Run<IMeasured>(
                    () => new PacedTrips(new UdpTrips(UdpPair.Open(_wire.Value)), new PacedPipeline(UdpPair.Open(_wire.Value), PacedRate))),
            },
            data,
            voice,
            New("data, beside a flow of data", QosSpec.Data, true, data, Bound.RatioAtMost(5), Bound.AtMost(50, at: 3)),
            New("voice, beside a flow of data", QosSpec.Voice, true, voice, Bound.RatioAtMost(2), Bound.AtMost(50, at: 3)),
        ];
    }

    public IReadOnlyList<Row> All { get; }

    public ValueTask DisposeAsync() => _pair.DisposeAsync();

    private Row New(string name, QosSpec qos, bool isLoaded, Row limit, params Bound[] bounds) => new(Family, name)
    {
        Limit = limit,
        Bounds = bounds,
        Open = async () =>
        {
            EmbeddedPair pair = await _pair.GetAsync();
            using var board = Board.Create();
            var trips = new FlowTrips(await pair.ConnectAsync(Topology.LayerAt(1), qos, Work.RoundTrip, board), Work.RoundTrip);
            Pipeline? load = !isLoaded ? null : await FlowPipeline.OpenAsync(
                Work.Long, (work, load) => pair.ConnectAsync(Topology.LayerAt(1), QosSpec.Data, work, load));
            return new PacedTrips(trips, load);
        },
    };

    private TcpPipeline Tcp() => new(_wire.Value.Hosts[0].OpenTcp(), _wire.Value.Hosts[1].OpenTcp(), _wire.Value.AddressOf(1, 0));
}
