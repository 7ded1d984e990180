using System.Diagnostics;
using Lamina.Goodput.PingPong;
using Lamina.Spike.Measuring;
using Lamina.Spike.Pipelines;

namespace Lamina.Goodput;

/// <summary>Runs every row once per round, forwards and backwards in turn: what drifts in the machine hits all alike.</summary>
internal static class Rounds
{
    public static List<Sample>[] Goodput(Pipeline[] pipelines, GoodputOptions options) =>
        Interleave(pipelines, options.Rounds, pipeline => Measurer.Measure(pipeline, TimeSpan.FromSeconds(options.Seconds)));

    /// <summary>Microseconds per round trip.</summary>
    public static List<double>[] RoundTrips(IPinger[] pingers, GoodputOptions options) =>
        Interleave(pingers, options.Rounds, pinger =>
        {
            long start = Stopwatch.GetTimestamp();
            long count = 0;
            for (; Stopwatch.GetElapsedTime(start).TotalSeconds < options.Seconds; count++)
            {
                pinger.Ping();
            }

            return Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
        });

    private static List<TSample>[] Interleave<TRow, TSample>(TRow[] rows, int rounds, Func<TRow, TSample> measure)
    {
        foreach (TRow row in rows)
        {
            measure(row);
        }

        List<TSample>[] samples = [.. rows.Select(_ => new List<TSample>())];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                int which = round % 2 == 0 ? i : rows.Length - 1 - i;
                samples[which].Add(measure(rows[which]));
            }
        }

        return samples;
    }
}
