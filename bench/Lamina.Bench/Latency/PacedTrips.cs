using System.Diagnostics;
using Lamina.Bench.Measuring;
using Lamina.Spike.Flow;
using Lamina.Spike.Pipelines;

namespace Lamina.Bench.Latency;

/// <summary>A round trip each millisecond, alone or beside something that takes what the link has.</summary>
/// <param name="trips">Go with this.</param>
/// <param name="load">Goes with this; null: nothing.</param>
internal sealed unsafe class PacedTrips(Trips trips, Pipeline? load) : IMeasured
{
    // A percentile needs many of them.
    private const int LengthFactor = 4;

    private static readonly TimeSpan LeadIn = TimeSpan.FromMilliseconds(300);

    public double[] Measure(TimeSpan length)
    {
        load?.Board.Tell(Board.Running);
        if (load is not null)
        {
            Thread.Sleep(LeadIn);
        }

        List<double> taken = [];
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        ulong before = BytesBeside;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < length * LengthFactor)
        {
            long begin = Stopwatch.GetTimestamp();
            trips.Go();
            taken.Add(Stopwatch.GetElapsedTime(begin).TotalMicroseconds);
            Thread.Sleep(1);
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        double share = (Environment.CpuUsage.TotalTime - processor) / elapsed / Environment.ProcessorCount;
        double goodput = (BytesBeside - before) * 8 / elapsed.TotalMicroseconds;
        load?.Board.Tell(Board.Idle);
        Thread.Sleep(load is null ? TimeSpan.Zero : LeadIn);
        taken.Sort();
        return [At(taken, 0.99), At(taken, 0.5), At(taken, 0.999), 100 * share, goodput];
    }

    public void Dispose()
    {
        trips.Dispose();
        load?.Dispose();
    }

    private ulong BytesBeside => load is null ? 0 : Volatile.Read(ref *load.Board.Bytes);

    private static double At(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
