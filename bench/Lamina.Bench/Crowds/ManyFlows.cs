using Lamina.Bench.Measuring;
using Lamina.Bench.Networks;
using Lamina.Core;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Crowds;

/// <summary>So many flows of one layer at once, each with a loop that writes and a loop that reads; nobody has a thread of its own.</summary>
internal sealed class ManyFlows : IMeasured
{
    // In 0.3 s a hundred flows have some forty messages each: that would be the fairness of their starts.
    private const int LengthFactor = 10;

    private static readonly TimeSpan LeadIn = TimeSpan.FromMilliseconds(100);

    private readonly (Lamina.Flow Client, Lamina.Flow Server)[] _flows;
    private readonly long[] _bytes;
    private readonly Task[] _readers;

    private ManyFlows((Lamina.Flow, Lamina.Flow)[] flows)
    {
        _flows = flows;
        _bytes = new long[flows.Length];
        _readers = [.. flows.Select((_, number) => ReadAsync(number))];
    }

    public static async Task<IMeasured> OpenAsync(EmbeddedPair pair, int depth, int count)
    {
        var flows = new (Lamina.Flow, Lamina.Flow)[count];
        for (int i = 0; i < count; i++)
        {
            flows[i] = await pair.OpenAsync(Topology.LayerAt(depth), QosSpec.Data);
        }

        return new ManyFlows(flows);
    }

    public double[] Measure(TimeSpan length)
    {
        using var end = new CancellationTokenSource();
        Task[] writers = [.. _flows.Select(flow => Task.Run(() => WriteAsync(flow.Client, end.Token)))];
        Thread.Sleep(LeadIn);
        long[] before = [.. _bytes];
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        Thread.Sleep(length * LengthFactor);
        double[] more = [.. _bytes.Zip(before, (now, then) => (double)(now - then))];
        double seconds = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
        TimeSpan spent = Environment.CpuUsage.TotalTime - processor;
        end.Cancel();
        Task.WaitAll(writers);
        double all = more.Sum();
        return [all * 8 / seconds / 1e9, spent.TotalNanoseconds / (all / Shape.Payload), all * all / (more.Length * more.Sum(bytes => bytes * bytes))];
    }

    public void Dispose()
    {
        Task.WaitAll(_flows.Select(flow => flow.Client.CloseAsync().AsTask()));
        Task.WaitAll(_readers);
    }

    private static async Task WriteAsync(Lamina.Flow flow, CancellationToken end)
    {
        byte[] message = Work.Long.NewMessage();
        while (!end.IsCancellationRequested)
        {
            await flow.WriteAsync(message, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(int number)
    {
        byte[] buffer = new byte[Work.Long.Length];
        Lamina.Flow flow = _flows[number].Server;
        while (await flow.ReadAsync(buffer).ConfigureAwait(false) is { IsEndOfFlow: false } read)
        {
            Volatile.Write(ref _bytes[number], _bytes[number] + read.Length);
        }

        await flow.CloseAsync().ConfigureAwait(false);
    }
}
