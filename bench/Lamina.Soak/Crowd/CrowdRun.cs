using System.Diagnostics;
using System.Globalization;
using Lamina.Soak.Hosts;

namespace Lamina.Soak.Crowd;

/// <summary>Many flows at once between two programs; each passes data both ways while all of them are open.</summary>
internal static class CrowdRun
{
    private const int AtATime = 64;

    public static async Task<int> RunAsync(SoakOptions options)
    {
        foreach (bool overUdp in (bool[])[false, true])
        {
            await using Pair pair = await Pair.StartAsync(overUdp);
            await RunAsync(pair, overUdp ? "udp between two daemons" : "direct, one daemon", options.Count ?? 1000);
        }

        return 0;
    }

    private static async Task RunAsync(Pair pair, string what, int count)
    {
        Task echoing = EchoAsync(pair.Listener, count);
        long start = Stopwatch.GetTimestamp();
        var flows = new List<Flow>(count);
        using var room = new SemaphoreSlim(AtATime);
        flows.AddRange(await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            await room.WaitAsync();
            try
            {
                return await pair.Asking.AllocateAsync(Pair.Name, timeout: TimeSpan.FromSeconds(60));
            }
            finally
            {
                room.Release();
            }
        })));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Say($"{what}: {count} flows open after {seconds:0.0} s, {count / seconds:0} a second");

        start = Stopwatch.GetTimestamp();
        await Task.WhenAll(flows.Select((flow, i) => PassAsync(flow, i)));
        Say($"  each passed a message there and back: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} s");
        foreach (DaemonUnderTest daemon in pair.Daemons)
        {
            Metrics metrics = await Metrics.ReadAsync(daemon);
            Say($"  daemon: {metrics.Flows} flows, {metrics.Buffers} buffers, {metrics.Timers} timers, resident {daemon.Reading.ResidentBytes / 1048576.0:0} MiB, dropped {metrics.Dropped:0}");
        }

        start = Stopwatch.GetTimestamp();
        await Task.WhenAll(flows.Select(flow => flow.CloseAsync().AsTask()));
        await echoing;
        Say($"  closed after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} s");
    }

    private static async Task PassAsync(Flow flow, int number)
    {
        byte[] message = BitConverter.GetBytes(number);
        byte[] answer = new byte[16];
        await flow.WriteAsync(message);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        int length = (await flow.ReadAsync(answer, patience.Token)).Length;
        if (!answer.AsSpan(0, length).SequenceEqual(message))
        {
            throw new InvalidOperationException($"flow {number} got another answer than its own");
        }
    }

    private static async Task EchoAsync(FlowListener listener, int count)
    {
        var echoes = new List<Task>();
        for (int i = 0; i < count; i++)
        {
            Flow flow = await listener.AcceptAsync();
            echoes.Add(Task.Run(async () =>
            {
                await using (flow)
                {
                    byte[] buffer = new byte[16];
                    ReadResult read;
                    while (!(read = await flow.ReadAsync(buffer)).IsEndOfFlow)
                    {
                        await flow.WriteAsync(buffer.AsMemory(0, read.Length));
                    }
                }
            }));
        }

        await Task.WhenAll(echoes);
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
