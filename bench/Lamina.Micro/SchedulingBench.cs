using BenchmarkDotNet.Attributes;
using Lamina.Core;
using Lamina.Ipc.Unicast.Scheduling;

namespace Lamina.Micro;

/// <summary>A packet that waits in front of a link, and one that goes, with so many flows waiting: must stay flat however many they are.</summary>
public class SchedulingBench
{
    private const int Bytes = 256;

    private readonly PacketPool _pool = new();
    private ClassQueue _queue = new();
    private ulong _next;

    /// <summary>Flows of which a packet waits.</summary>
    [Params(1, 16, 1_000)]
    public int Flows { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _queue = new ClassQueue();
        // Of a thousand, as many as a class takes in.
        for (int i = 0; i < Math.Min(Flows, 500); i++)
        {
            Add();
        }
    }

    [Benchmark]
    public int AddAndTake()
    {
        Add();
        Train taken = _queue.Take(64 * 1024, 0, out _);
        taken.Buffer.Release();
        return taken.Count;
    }

    private void Add()
    {
        _pool.TryRent(Bytes, out PacketBuffer buffer);
        if (!_queue.TryAdd(_next++ % (ulong)Flows, Train.Single(buffer, 0, Bytes), default))
        {
            throw new InvalidOperationException("there is no room");
        }
    }
}
