using System.Globalization;
using Lamina.Bench.Measuring;
using Lamina.Bench.Memory;

namespace Lamina.Bench.Rows;

/// <summary>What idle things hold. Measured once.</summary>
internal static class MemoryRows
{
    private const double Kibibyte = 1024;

    public static IReadOnlyList<Row> All(BenchOptions options)
    {
        var flows = new Lazy<FlowMemory>(() => FlowMemory.Measure(options.Flows, options.Watch));
        string many = options.Flows.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');
        return
        [
            New($"an end of {many} open flows, untouched", () => Task.FromResult(flows.Value.Untouched), 2 * Kibibyte),
            New("the same, quiet after a message each way", () => Task.FromResult(flows.Value.Quiet), 2 * Kibibyte),
            New("the same, resident", () => Task.FromResult(flows.Value.Resident)),
            New("an adjacency", () => AdjacencyMemory.MeasureAsync(options.Congestion), 32 * Kibibyte),
            New("a route", () => Task.FromResult(RouteMemory.Measure()), 64),
        ];
    }

    private static Row New(string name, Func<Task<double>> measure, double? most = null) => new(Family.Memory, name)
    {
        IsOnce = true,
        Bounds = most is { } bound ? [Bound.AtMost(bound)] : [],
        Open = async () => new Once(await Task.Run(measure)),
    };
}
