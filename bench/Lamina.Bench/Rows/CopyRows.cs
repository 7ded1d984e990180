using Lamina.Bench.Copies;
using Lamina.Bench.Measuring;
using Lamina.Node;

namespace Lamina.Bench.Rows;

/// <summary>How often a byte is copied in user space between two programs. Counted once: it is not a matter of time.</summary>
internal static class CopyRows
{
    // One on each side; acknowledgements are the rest.
    private const double EachSide = 2.1;

    public static IReadOnlyList<Row> All(BenchOptions options)
    {
        var counts = new CopyCounts(options.Congestion);
        var usual = new StackOptions();
        return
        [
            New("two threads of one stack", CopyCounts.WithinOneStackAsync, EachSide),
            New("embedded, udp", () => counts.EmbeddedAsync(0), EachSide),
            New("embedded, depth 1", () => counts.EmbeddedAsync(1), EachSide),
            New("embedded, depth 6", () => counts.EmbeddedAsync(6), EachSide),
            New("embedded, depth 1, sealed", () => counts.EmbeddedAsync(1, isSealed: true), EachSide),
            New("two programs, direct", () => counts.OneDaemonAsync(usual)),
            New("two programs, through the daemon", () => counts.OneDaemonAsync(usual with { DirectRingCapacity = 0 })),
            New("two programs, one unicast layer in the daemon", () => counts.OneDaemonAsync(usual, isLayered: true)),
            New("two daemons, depth 1", counts.TwoDaemonsAsync),
        ];
    }

    private static Row New(string name, Func<Task<double>> count, double? most = null) => new(Family.Copies, name)
    {
        IsOnce = true,
        Bounds = most is { } bound ? [Bound.AtMost(bound)] : [],
        Open = async () => new Once(await Task.Run(count)),
    };
}
