using System.Globalization;
using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;
using Lamina.Bench.Networks;
using Lamina.Core;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Rows;

/// <summary>Messages of other sizes.</summary>
internal static class SizeRows
{
    private static readonly Family Family = Family.Sizes;

    public static IReadOnlyList<Row> All(Topology networks)
    {
        // What fits a packet is a call of its own, there and here.
        int[] fitting = [Work.ShortLength, Shape.Payload];
        Row[] singly = [.. fitting.Select(bytes => Bare($"bare UDP, one packet of {bytes} B a call", () => new OneWay(Limits.Singly(bytes), sample => OneWay.OfPayload(sample, bytes))))];
        Row offload = Bare("bare UDP, segmentation offload", () => new OneWay(Limits.Offloaded(), OneWay.AsGoodput));
        Row Limit(int bytes) => bytes == Work.ShortLength ? singly[0] : bytes == Shape.Payload ? singly[1] : offload;
        int[] sizes = [64, 1400, 16_000, 1 << 20];
        return
        [
            .. singly,
            offload,
            .. sizes.Select(bytes => New($"embedded, depth 1, {Said(bytes)}", Limit(bytes), networks.Embedded(1), bytes)),
            // Raw flows have no fragments.
            .. sizes[..2].Select(bytes => New($"embedded, depth 1, raw, {Said(bytes)}", Limit(bytes), networks.Embedded(1, QosSpec.Raw), bytes)),
            .. sizes.Select(bytes => New($"embedded, depth 1, sealed, {Said(bytes)}", Limit(bytes), networks.Sealed(1), bytes)),
            .. sizes.Select(bytes => New($"two daemons, depth 1, {Said(bytes)}", Limit(bytes), networks.TwoHosts(1), bytes)),
        ];
    }

    private static string Said(int bytes) => bytes < 1 << 20 ? string.Create(CultureInfo.InvariantCulture, $"{bytes} B") : "1 MiB";

    private static Row Bare(string name, Func<IMeasured> open) => Limits.Of(Family, name, open);

    private static Row New(string name, Row limit, Connect connect, int bytes) => new(Family, name)
    {
        Limit = limit,
        Open = () => FlowMeasured.OpenOneWayAsync(connect, Work.Of(bytes), OneWay.AsGoodput),
    };
}
