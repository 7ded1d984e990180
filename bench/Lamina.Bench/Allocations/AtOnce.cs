using System.Diagnostics;
using Lamina.Bench.Measuring;

namespace Lamina.Bench.Allocations;

/// <summary>The same thing over and over, 64 of them at once.</summary>
/// <param name="one">One, from its beginning to its end.</param>
/// <param name="processorTime">Of all that takes part.</param>
/// <param name="end">When all is over.</param>
internal sealed class AtOnce(Func<Task> one, Func<TimeSpan> processorTime, Action end) : IMeasured
{
    private const int Count = 64;

    public double[] Measure(TimeSpan length)
    {
        TimeSpan processor = processorTime();
        long start = Stopwatch.GetTimestamp();
        long done = 0;
        Task all = Task.WhenAll(Enumerable.Range(0, Count).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(start) < length)
            {
                await one().ConfigureAwait(false);
                Interlocked.Increment(ref done);
            }
        })));
        // The first failure, not all of them: the row says it.
        all.GetAwaiter().GetResult();
        return [done / Stopwatch.GetElapsedTime(start).TotalSeconds, (processorTime() - processor).TotalMicroseconds / done];
    }

    public void Dispose() => end();
}
