using System.Diagnostics;

namespace Lamina.Bench.Measuring;

/// <summary>There and back, one at a time.</summary>
internal abstract class Trips : IMeasured
{
    /// <summary>How long one may take: what is lost comes back to nobody where nothing is sent again.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int Tries = 3;

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

    /// <summary>One; what is lost is sent again, and its time tells.</summary>
    public void Go()
    {
        int tries = 0;
        while (!TryGo())
        {
            if (++tries == Tries)
            {
                throw new TimeoutException($"{Tries} in a row did not come back within {Patience.TotalSeconds:0} s each");
            }
        }
    }

    public abstract void Dispose();

    /// <summary>One; false: it did not come back within <see cref="Patience"/>.</summary>
    protected abstract bool TryGo();

    /// <summary>Of all that takes part.</summary>
    protected virtual TimeSpan ProcessorTime => Environment.CpuUsage.TotalTime;
}
