using Lamina.Bench.Measuring;
using Lamina.Bench.Programs;

namespace Lamina.Bench.Rows;

/// <summary>A daemon that nobody wants anything of. Measured once.</summary>
internal static class DaemonRows
{
    public static IReadOnlyList<Row> All(BenchOptions options)
    {
        var quiet = new Lazy<Task<QuietDaemon>>(() => QuietDaemon.MeasureAsync(TimeSpan.FromSeconds(options.Watch)));
        return
        [
            New("resident with one adjacency, MiB", async () => (await quiet.Value).Mebibytes, 60),
            New("the same, while its web server runs", async () => (await quiet.Value).Serving),
            New($"{QuietDaemon.Many} adjacencies, % of a core", async () => (await quiet.Value).Percent, 0.2),
            New($"{QuietDaemon.Many} adjacencies, wake-ups a second", async () => (await quiet.Value).WakeUps, 2),
        ];
    }

    private static Row New(string name, Func<Task<double>> measure, double? most = null) => new(Family.Daemon, name)
    {
        IsOnce = true,
        Bounds = most is { } bound ? [Bound.AtMost(bound)] : [],
        Open = async () => new Once(await measure()),
    };
}
