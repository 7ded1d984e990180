using System.Diagnostics;
using System.Globalization;
using Lamina.Bench.Networks;
using Lamina.Core;

namespace Lamina.Bench.Memory;

/// <summary>What open flows hold, in a process of its own that has both their ends: two stacks with a unicast layer over udp on loopback.</summary>
/// <param name="Untouched">Bytes of heap for one end of a flow that was never used.</param>
/// <param name="Quiet">For one that carried a message each way, some time ago.</param>
/// <param name="Resident">Bytes of memory in all for such an end.</param>
internal sealed record FlowMemory(double Untouched, double Quiet, double Resident)
{
    public const string Command = "memory";

    private const string Name = "memory";
    private const int AtATime = 64;

    /// <summary>Measures it.</summary>
    /// <param name="count">Flows, all open at once.</param>
    /// <param name="quiet">Seconds.</param>
    public static FlowMemory Measure(int count, double quiet)
    {
        using var child = new ChildProcess(Command, count.ToString(CultureInfo.InvariantCulture), quiet.ToString(CultureInfo.InvariantCulture));
        double[] said = [.. child.Ready.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        return new FlowMemory(said[0], said[1], said[2]);
    }

    /// <summary>What the other process does.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        int count = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        using Cable loopback = Cable.OnLoopback(2);
        await using EmbeddedPair pair = await EmbeddedPair.StartAsync(loopback, 1, "delay");
        FlowListener listener = await pair.Serving.ListenAsync(Name, backlog: 1024);
        Steps.Check(await pair.Serving.Management.Names.RegisterAsync(Lamina.Core.Name.Parse(Name), Topology.LayerAt(1)));
        // What the first flows bring along is not a flow's.
        List<(Flow, Flow)> first = await OpenAsync(pair, listener, AtATime);
        await PassAsync(first);
        (long heap, long resident) = Look();
        List<(Flow, Flow)> flows = await OpenAsync(pair, listener, count);
        long untouched = Look().Heap;
        await PassAsync(flows);
        await Task.Delay(TimeSpan.FromSeconds(double.Parse(arguments[2], CultureInfo.InvariantCulture)));
        (long quiet, long residentNow) = Look();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{(untouched - heap) / (2.0 * count)} {(quiet - heap) / (2.0 * count)} {(residentNow - resident) / (2.0 * count)}"));
        GC.KeepAlive(first);
        GC.KeepAlive(flows);
        // Nobody waits for a hundred thousand good-byes.
        Environment.Exit(0);
        return 0;
    }

    private static async Task<List<(Flow Asking, Flow Serving)>> OpenAsync(EmbeddedPair pair, FlowListener listener, int count)
    {
        var flows = new List<(Flow, Flow)>(count);
        var accepted = new Dictionary<int, Flow>();
        while (flows.Count < count)
        {
            int some = Math.Min(AtATime, count - flows.Count);
            Task<Flow>[] asking = [.. Enumerable.Range(0, some).Select(number => AllocateAsync(pair, number))];
            accepted.Clear();
            for (int i = 0; i < some; i++)
            {
                Flow serving = await listener.AcceptAsync();
                accepted.Add(BitConverter.ToInt32(serving.PeerData.Span), serving);
            }

            flows.AddRange((await Task.WhenAll(asking)).Select((flow, number) => (flow, accepted[number])));
        }

        return flows;
    }

    private static async Task<Flow> AllocateAsync(EmbeddedPair pair, int number)
    {
        while (true)
        {
            try
            {
                return await pair.Asking.AllocateAsync(
                    Name, QosSpec.Data, BitConverter.GetBytes(number), Topology.LayerAt(1), TimeSpan.FromSeconds(60));
            }
            catch (LaminaException failure) when (failure.Error == LaminaError.NameUnknown)
            {
                await Task.Delay(20);
            }
        }
    }

    private static async Task PassAsync(List<(Flow Asking, Flow Serving)> flows)
    {
        byte[] message = new byte[64];
        foreach ((Flow asking, Flow serving) in flows)
        {
            await asking.WriteAsync(message);
            await serving.ReadAsync(message);
            await serving.WriteAsync(message);
            await asking.ReadAsync(message);
        }
    }

    private static (long Heap, long Resident) Look()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        using var self = Process.GetCurrentProcess();
        return (heap, self.WorkingSet64);
    }
}
