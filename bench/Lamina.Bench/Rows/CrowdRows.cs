using Lamina.Bench.Crowds;
using Lamina.Bench.Measuring;
using Lamina.Bench.Networks;

namespace Lamina.Bench.Rows;

/// <summary>A hundred flows beside one.</summary>
internal static class CrowdRows
{
    private const int Many = 100;

    public static IReadOnlyList<Row> All(Topology networks)
    {
        Row one = New("one flow, depth 1", networks, 1);
        return
        [
            one,
            New($"{Many} flows, depth 1", networks, Many, one, Bound.RatioAtLeast(0.85), Bound.AtLeast(0.98, at: 2)),
        ];
    }

    private static Row New(string name, Topology networks, int count, Row? limit = null, params Bound[] bounds) => new(Family.Crowd, name)
    {
        Limit = limit,
        Bounds = bounds,
        Open = async () => await ManyFlows.OpenAsync(await networks.EmbeddedAsync(), 1, count),
    };
}
