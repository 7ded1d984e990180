using System.Diagnostics;

namespace Lamina.Bench.Measuring;

/// <summary>There and back, one at a time.</summary>
internal abstract class Trips : IMeasured
{
    /// <summary>For <see cref="Family.RoundTrips"/>.</summary>
    public double[] Measure(TimeSpan length)
    {
        TimeSpan processor = ProcessorTime;
        long start = Stopwatch.GetTimestamp();
        long count = 0;
        for (; Stopwatch.GetElapsedTime(start) < length; count++)
        {
            Go();
        }

        return [Stopwatch.GetElapsedTime(start).TotalMicroseconds / count, (ProcessorTime - processor).TotalMicroseconds / count];
    }

    /// <summary>One.</summary>
    public abstract void Go();

    public abstract void Dispose();

    /// <summary>Of all that takes part.</summary>
    protected virtual TimeSpan ProcessorTime => Environment.CpuUsage.TotalTime;
}
