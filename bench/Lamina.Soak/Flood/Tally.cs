using System.Diagnostics;
using System.Globalization;

namespace Lamina.Soak.Flood;

/// <summary>How honest allocations fared: in the bearer and in the secure layer, in turn.</summary>
internal sealed class Tally
{
    private readonly List<TimeSpan?>[] _taken = [[], []];

    /// <summary>Of all, those that got their flow.</summary>
    public double Share => _taken.Min(Got);

    public async Task AskAsync(HonestHosts hosts, TimeSpan time, TimeSpan pause)
    {
        long start = Stopwatch.GetTimestamp();
        var asked = new List<(int Where, Task<TimeSpan?> Taken)>();
        for (int i = 0; Stopwatch.GetElapsedTime(start) < time; i++)
        {
            asked.Add((i % 2, hosts.AllocateAsync(inLayer: i % 2 == 1)));
            await Task.Delay(pause);
        }

        foreach ((int where, Task<TimeSpan?> taken) in asked)
        {
            _taken[where].Add(await taken);
        }
    }

    public override string ToString() => $"bearer {Describe(_taken[0])}; secure layer {Describe(_taken[1])}";

    private static double Got(List<TimeSpan?> taken) => taken.Count(one => one is not null) / (double)taken.Count;

    private static string Describe(List<TimeSpan?> taken)
    {
        double[] times = [.. taken.OfType<TimeSpan>().Select(one => one.TotalMilliseconds).Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{times.Length} of {taken.Count} flows, median {(times.Length > 0 ? times[times.Length / 2] : 0):0} ms, longest {(times.Length > 0 ? times[^1] : 0):0} ms");
    }
}
