using Lamina.Bench.Bare;
using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;
using Lamina.Bench.Networks;
using Lamina.Core;

namespace Lamina.Bench.Rows;

/// <summary>Round trips.</summary>
internal sealed class TripRows
{
    private static readonly Family Family = Family.RoundTrips;

    public TripRows(Topology networks)
    {
        Row udp = Limits.Of(Family, "bare UDP", () => new UdpTrips(Limits.Pair()));
        Row relayed = Limits.Of(Family, "bare UDP, a relay between", () => new UdpTrips(Limits.PairThroughRelay()));
        Row ring = Limits.Of(Family, "bare ring, futex", () => new RingTrips(isBusy: false));
        Row busyRing = Limits.Of(Family, "bare ring, busy", () => new RingTrips(isBusy: true));
        OfData = [.. Depths(1).Select(depth => New($"embedded, depth {depth}", udp, networks.Embedded(depth), depth == 1 ? [Bound.RatioAtMost(1.5)] : []))];
        OfRaw = [.. Depths(1).Select(depth => New($"embedded, depth {depth}, raw", udp, networks.Embedded(depth, QosSpec.Raw)))];
        Row three = New("three hosts, embedded", relayed, networks.ThreeEmbedded());
        All =
        [
            udp,
            relayed,
            ring,
            busyRing,
            Limits.Of(Family, "bare Unix socket", () => new UnixTrips()),
            New("two programs, direct", ring, networks.Direct(), Bound.RatioAtMost(1.5)),
            New("two programs, direct, raw", ring, networks.Direct(QosSpec.Raw)),
            NewBusy("two programs, direct, busy", busyRing, networks.Direct(), Bound.AtMost(2)),
            New("two programs, through the daemon", ring, networks.ThroughDaemon()),
            New("two programs, attached over the socket", ring, networks.OverSocket()),
            New("two programs, one unicast layer in the daemon", ring, networks.OverOneLayer(), Bound.RatioAtMost(2.5)),
            New("embedded, two threads", ring, networks.WithinOneStack(), Bound.RatioAtMost(1.5)),
            NewBusy("embedded, two threads, busy", busyRing, networks.WithinOneStack(), Bound.AtMost(3)),
            New("embedded, udp", udp, networks.Embedded(0), Bound.RatioAtMost(1.5)),
            New("embedded, managed udp", udp, networks.Managed()),
            New("embedded, udp, sealed", udp, networks.Sealed(0)),
            .. OfData,
            New("embedded, depth 1, sealed", udp, networks.Sealed(1)),
            .. OfRaw,
            New("two daemons, udp", udp, networks.TwoHosts(0), Bound.RatioAtMost(2.5)),
            New("two daemons, depth 1", udp, networks.TwoHosts(1), Bound.RatioAtMost(2.5)),
            New("two daemons, depth 1, sealed", udp, networks.TwoHosts(1, isSealed: true)),
            three,
            New("three hosts, daemons", relayed, networks.ThreeAttached()),
            new Row(Family, "the host between, beside the relay")
            {
                Sources = [three, OfData[0], relayed, udp],
                Bounds = [Bound.AtMost(3)],
                Derive = round => [Difference(round, 0, three, relayed, udp), Difference(round, 1, three, relayed, udp)],
            },
        ];
    }

    public IReadOnlyList<Row> All { get; }

    /// <summary>Depths 1 to 6.</summary>
    public IReadOnlyList<Row> OfData { get; }

    /// <summary>The same, of raw flows.</summary>
    public IReadOnlyList<Row> OfRaw { get; }

    public static IEnumerable<int> Depths(int first) => Enumerable.Range(first, Topology.MostDepth - first + 1);

    // What the third host costs us, less what it costs bare sockets.
    private double Difference(int round, int column, Row three, Row relayed, Row udp) =>
        three.Samples[round][column] - OfData[0].Samples[round][column] - (relayed.Samples[round][column] - udp.Samples[round][column]);

    private static Row New(string name, Row limit, Connect connect, params Bound[] bounds) => New(name, limit, connect, isBusy: false, bounds);

    private static Row NewBusy(string name, Row limit, Connect connect, params Bound[] bounds) => New(name, limit, connect, isBusy: true, bounds);

    private static Row New(string name, Row limit, Connect connect, bool isBusy, Bound[] bounds) => new(Family, name)
    {
        Limit = limit,
        Bounds = bounds,
        // Two who have slept share a processor until the scheduler parts them.
        IsWhole = isBusy,
        Open = () => FlowMeasured.OpenTripsAsync(connect, isBusy),
    };
}
