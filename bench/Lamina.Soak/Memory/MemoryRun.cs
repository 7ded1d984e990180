using System.Globalization;

namespace Lamina.Soak.Memory;

/// <summary>What open flows cost in memory: untouched, just used, and used but quiet since. Both ends are in this process.</summary>
internal static class MemoryRun
{
    private const int AtATime = 64;

    public static async Task<int> RunAsync(SoakOptions options)
    {
        int count = options.Count ?? 10_000;
        await using EmbeddedPair pair = await EmbeddedPair.StartAsync();
        await using (Flow first = await pair.AllocateAsync())
        {
            // What the first flow brings along is not a flow's.
            await using Flow served = await pair.Listener.AcceptAsync();
            await PassAsync(first, served);
        }

        Usage before = Usage.Read();
        List<(Flow Asking, Flow Serving)> flows = await OpenAsync(pair, count);
        Say("open, untouched", Usage.Read() - before, count);
        foreach ((Flow asking, Flow serving) in flows)
        {
            await PassAsync(asking, serving);
        }

        Say("a message each way", Usage.Read() - before, count);
        await Task.Delay(TimeSpan.FromSeconds((options.Seconds ?? 60)));
        Say(string.Create(CultureInfo.InvariantCulture, $"quiet for {(options.Seconds ?? 60)} s"), Usage.Read() - before, count);
        GC.KeepAlive(flows);
        return 0;
    }

    // In the order of allocation: who serves them does not matter, as long as each message finds its other end.
    private static async Task<List<(Flow Asking, Flow Serving)>> OpenAsync(EmbeddedPair pair, int count)
    {
        var flows = new List<(Flow, Flow)>(count);
        var accepted = new Dictionary<int, Flow>();
        while (flows.Count < count)
        {
            int some = Math.Min(AtATime, count - flows.Count);
            Flow[] asking = await Task.WhenAll(Enumerable.Range(0, some).Select(number => pair.AllocateAsync(number)));
            accepted.Clear();
            for (int i = 0; i < some; i++)
            {
                Flow serving = await pair.Listener.AcceptAsync();
                accepted.Add(BitConverter.ToInt32(serving.PeerData.Span), serving);
            }

            flows.AddRange(asking.Select((flow, number) => (flow, accepted[number])));
        }

        return flows;
    }

    private static async Task PassAsync(Flow asking, Flow serving)
    {
        byte[] message = new byte[64];
        await asking.WriteAsync(message);
        await serving.ReadAsync(message);
        await serving.WriteAsync(message);
        await asking.ReadAsync(message);
    }

    private static void Say(string when, Usage more, int count) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{count} flows, {when}: {more.HeapBytes / (2.0 * count):0} bytes of heap an end, {more.ResidentBytes / (2.0 * count):0} resident"));
}
