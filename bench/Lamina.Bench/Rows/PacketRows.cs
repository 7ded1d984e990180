using Lamina.Bench.Bare;
using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;
using Lamina.Bench.Networks;
using Lamina.Core;

namespace Lamina.Bench.Rows;

/// <summary>Short messages, each a write and a packet of its own.</summary>
internal static class PacketRows
{
    private static readonly Family Family = Family.Packets;

    public static IReadOnlyList<Row> All(Topology networks)
    {
        Row udp = Bare("bare UDP, one packet a call", () => new OneWay(Limits.Singly(Work.ShortLength), OneWay.AsPackets));
        Row ring = Bare("bare ring, futex", () => new OneWay(new RingPipeline(Work.ShortLength, train: 1), OneWay.AsPackets));
        return
        [
            udp,
            Bare("bare UDP, segmentation offload", () => new OneWay(Limits.Offloaded(Work.ShortLength), OneWay.AsPackets)),
            ring,
            Bare("bare Unix socket", () => new OneWay(new UnixPipeline(Work.Short), OneWay.AsPackets)),
            New("two programs, direct", ring, networks.Direct()),
            New("two programs, direct, raw", ring, networks.Direct(QosSpec.Raw), Bound.AtLeast(3000)),
            New("two programs, through the daemon", ring, networks.ThroughDaemon()),
            New("two programs, one unicast layer in the daemon", ring, networks.OverOneLayer()),
            New("embedded, two threads", ring, networks.WithinOneStack()),
            New("embedded, udp", udp, networks.Embedded(0)),
            New("embedded, udp, sealed", udp, networks.Sealed(0)),
            New("embedded, depth 1", udp, networks.Embedded(1)),
            New("embedded, depth 1, raw", udp, networks.Embedded(1, QosSpec.Raw)),
            New("embedded, depth 1, sealed", udp, networks.Sealed(1)),
            New("two daemons, udp", udp, networks.TwoHosts(0)),
            New("two daemons, depth 1", udp, networks.TwoHosts(1)),
        ];
    }

    private static Row Bare(string name, Func<IMeasured> open) => Limits.Of(Family, name, open);

    private static Row New(string name, Row limit, Connect connect, params Bound[] bounds) => new(Family, name)
    {
        Limit = limit,
        Bounds = bounds,
        Open = () => FlowMeasured.OpenOneWayAsync(connect, Work.Short, OneWay.AsPackets),
    };
}
