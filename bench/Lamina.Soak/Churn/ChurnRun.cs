using System.Diagnostics;
using System.Globalization;
using Lamina.Soak.Hosts;

namespace Lamina.Soak.Churn;

/// <summary>Allocates and closes, over and over, and compares what the daemon holds after the first few and when all are forgotten.</summary>
internal static class ChurnRun
{
    private const int AtATime = 16;

    private const int FirstFew = 320;
    private const long MostGrowth = 5L << 20;

    // An allocator remembers its last 65536 closed flows for 3 MPL + A + R, which is 45 s over udp, and looks once in that time: so long
    // they are part of the heap.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(100);

    // So long nobody calls: connections of callers are closed after a minute, and a minute later a daemon puts its web server to rest and
    // collects what is garbage.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(180);

    public static async Task<int> RunAsync(SoakOptions options)
    {
        bool isGood = true;
        foreach (bool overUdp in (bool[])[false, true])
        {
            await using Pair pair = await Pair.StartAsync(overUdp);
            isGood &= await RunAsync(pair, overUdp ? "udp between two daemons" : "direct, one daemon", options.Count ?? 100_000);
        }

        Console.WriteLine(isGood ? "memory is where it was" : "memory is NOT where it was");
        return isGood ? 0 : 1;
    }

    private static async Task<bool> RunAsync(Pair pair, string what, int count)
    {
        Task closing = CloseAllAsync(pair.Listener);
        Console.WriteLine(what);
        await AllocateAsync(pair, FirstFew);
        long[] heaps = await Task.WhenAll(pair.Daemons.Select(SettleAsync));
        await SayAsync(pair, $"after {FirstFew,7}");
        for (int part = 0; part < 10; part++)
        {
            long start = Stopwatch.GetTimestamp();
            await AllocateAsync(pair, count / 10);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            await Task.WhenAll(pair.Daemons.Select(SettleAsync));
            await SayAsync(pair, $"after {(part + 1) * count / 10,7}: {count / 10 / seconds,6:0} a second");
        }

        Console.WriteLine($"  {(Memory + Rest).TotalSeconds} s later, when what was closed is forgotten");
        await Task.Delay(Memory);
        await Task.WhenAll(pair.Daemons.Select(SettleAsync));
        await Task.Delay(Rest);
        long[] now = await Task.WhenAll(pair.Daemons.Select(SettleAsync));
        await SayAsync(pair, $"after {count,7}");
        await pair.Listener.DisposeAsync();
        await closing;
        return now.Zip(heaps, (end, begin) => end - begin).All(growth => growth <= MostGrowth);
    }

    private static async Task SayAsync(Pair pair, FormattableString when)
    {
        foreach (DaemonUnderTest daemon in pair.Daemons)
        {
            Metrics metrics = await Metrics.ReadAsync(daemon);
            Say($"  {when.ToString(CultureInfo.InvariantCulture)}; heap {metrics.HeapBytes / 1048576.0:0.0} MiB, resident {daemon.Reading.ResidentBytes / 1048576.0:0.0} MiB, pool {metrics.PoolBytes >> 20} MiB, {metrics.Flows} flows, {metrics.Buffers} buffers, {metrics.Timers} timers");
        }
    }

    /// <summary>Waits until no flow is left (a udp port holds one buffer for what comes), then says how small the heap is: the least of some looks, since garbage counts too.</summary>
    private static async Task<long> SettleAsync(DaemonUnderTest daemon)
    {
        long start = Stopwatch.GetTimestamp();
        long least = long.MaxValue;
        for (int look = 0; look < 20; look++)
        {
            Metrics metrics = await Metrics.ReadAsync(daemon);
            least = Math.Min(least, metrics.HeapBytes);
            if (metrics.Flows > 0 && Stopwatch.GetElapsedTime(start).TotalSeconds < 60)
            {
                look--;
                await Task.Delay(100);
            }
        }

        return least;
    }

    private static Task AllocateAsync(Pair pair, int count) =>
        Task.WhenAll(Enumerable.Range(0, AtATime).Select(_ => AllocateInTurnAsync(pair, count / AtATime)));

    private static async Task AllocateInTurnAsync(Pair pair, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Flow flow = await pair.Asking.AllocateAsync(Pair.Name, timeout: TimeSpan.FromSeconds(60));
            await flow.CloseAsync();
        }
    }

    private static async Task CloseAllAsync(FlowListener listener)
    {
        try
        {
            while (true)
            {
                await (await listener.AcceptAsync()).DisposeAsync();
            }
        }
        catch (LaminaException closed) when (closed.Error == LaminaError.Closed)
        {
            // The listener's own end.
        }
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
