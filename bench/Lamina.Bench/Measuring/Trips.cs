using System.Diagnostics;
using Lamina.Spike.Measuring;

namespace Lamina.Bench.Measuring;

/// <summary>There and back, one at a time.</summary>
internal abstract class Trips : IMeasured
{
    public Sample Measure(TimeSpan length)
    {
        TimeSpan processor = ProcessorTime;
        long start = Stopwatch.GetTimestamp();
        long count = 0;
        for (; Stopwatch.GetElapsedTime(start) < length; count++)
        {
            Go();
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Sample(0, count / seconds, (ProcessorTime - processor).TotalNanoseconds / count);
    }

    public abstract void Dispose();

    /// <summary>Of all that takes part.</summary>
    protected virtual TimeSpan ProcessorTime => Environment.CpuUsage.TotalTime;

    /// <summary>One, blocking.</summary>
    protected abstract void Go();
}
