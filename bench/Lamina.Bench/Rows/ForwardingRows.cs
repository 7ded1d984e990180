using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;
using Lamina.Bench.Networks;

namespace Lamina.Bench.Rows;

/// <summary>Three hosts, of which the middle only forwards; its processor time is what counts.</summary>
internal static class ForwardingRows
{
    private static readonly Family Family = Family.Forwarding;

    public static IReadOnlyList<Row> All(Topology networks)
    {
        Row relay = Limits.Of(Family, "bare UDP, a relay with offload between", Limits.Relayed);
        return
        [
            relay,
            New("the relay, embedded ends", relay, networks.Relayed()),
            New("three hosts, embedded ends", relay, networks.ThreeEmbedded(countsForwarder: true), Bound.RatioAtMost(1.5)),
            New("three hosts, daemons", relay, networks.ThreeAttached(countsForwarder: true), Bound.RatioAtMost(1.5)),
        ];
    }

    private static Row New(string name, Row limit, Connect connect, params Bound[] bounds) => new(Family, name)
    {
        Limit = limit,
        Bounds = bounds,
        Open = () => FlowMeasured.OpenOneWayAsync(connect, Work.Long, OneWay.AsForwarding),
    };
}
