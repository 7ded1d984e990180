using Lamina.Bench.Bare;
using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;
using Lamina.Bench.Networks;
using Lamina.Core;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Rows;

/// <summary>Long messages one way.</summary>
internal sealed class GoodputRows
{
    // Raw flows have no fragments: what fits a packet at the greatest depth.
    private const int RawLength = 1344;

    private static readonly Family Family = Family.Goodput;

    public GoodputRows(Topology networks)
    {
        Row udp = Bare("bare UDP, segmentation offload", () => new OneWay(Limits.Offloaded(), OneWay.AsGoodput));
        Row sealedUdp = Bare("bare UDP, offload, sealed", () => new OneWay(Limits.Sealed(), OneWay.AsGoodput));
        Row ring = Bare("bare ring, futex", () => new OneWay(new RingPipeline(Shape.Payload, Shape.RawSegments), OneWay.AsGoodput));
        OfData = [.. TripRows.Depths(1).Select(depth => New($"embedded, depth {depth}, 64 KiB", udp, networks.Embedded(depth), Work.Write, depth == 1 ? [Bound.RatioAtLeast(0.4)] : []))];
        Row singly = Bare("bare UDP, one packet a call", () => new OneWay(Limits.Singly(), OneWay.AsGoodput));
        OfRaw = [.. TripRows.Depths(1).Select(depth => New($"embedded, depth {depth}, raw, {RawLength} B", singly, networks.Embedded(depth, QosSpec.Raw), Work.Of(RawLength)))];
        All =
        [
            udp,
            sealedUdp,
            singly,
            Bare("kernel TCP", () => new OneWay(Limits.Tcp(), OneWay.AsGoodput)),
            ring,
            Bare("bare Unix socket", () => new OneWay(new UnixPipeline(Work.Long), OneWay.AsGoodput)),
            New("two programs, direct", ring, networks.Direct()),
            New("two programs, direct, 64 KiB", ring, networks.Direct(), Work.Write, Bound.RatioAtLeast(0.4)),
            New("two programs, direct, raw", ring, networks.Direct(QosSpec.Raw)),
            New("two programs, through the daemon", ring, networks.ThroughDaemon()),
            New("two programs, attached over the socket", ring, networks.OverSocket()),
            New("two programs, one unicast layer in the daemon", ring, networks.OverOneLayer()),
            New("embedded, two threads", ring, networks.WithinOneStack()),
            New("embedded, udp", udp, networks.Embedded(0), Bound.RatioAtLeast(0.4)),
            New("embedded, managed udp", udp, networks.Managed()),
            New("embedded, udp, sealed", sealedUdp, networks.Sealed(0), Bound.RatioAtLeast(0.6)),
            New("embedded, depth 1", udp, networks.Embedded(1)),
            .. OfData,
            New("embedded, depth 1, sealed", sealedUdp, networks.Sealed(1), Bound.RatioAtLeast(0.6)),
            .. OfRaw,
            New("two daemons, udp", udp, networks.TwoHosts(0), Bound.RatioAtLeast(0.2)),
            New("two daemons, depth 1", udp, networks.TwoHosts(1), Bound.RatioAtLeast(0.2)),
            New("two daemons, depth 1, sealed", sealedUdp, networks.TwoHosts(1, isSealed: true), Bound.RatioAtLeast(0.4)),
        ];
    }

    public IReadOnlyList<Row> All { get; }

    /// <summary>Depths 1 to 6.</summary>
    public IReadOnlyList<Row> OfData { get; }

    /// <summary>The same, of raw flows.</summary>
    public IReadOnlyList<Row> OfRaw { get; }

    private static Row Bare(string name, Func<IMeasured> open) => Limits.Of(Family, name, open);

    private static Row New(string name, Row limit, Connect connect, params Bound[] bounds) => New(name, limit, connect, Work.Long, bounds);

    private static Row New(string name, Row limit, Connect connect, Work work, params Bound[] bounds) => new(Family, name)
    {
        Limit = limit,
        Bounds = bounds,
        Open = () => FlowMeasured.OpenOneWayAsync(connect, work, OneWay.AsGoodput),
    };
}
