using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Spike.Rings;

namespace Lamina.Spike.Pipelines;

/// <summary>Each part is a process of its own; rings and the board are shared memory that the children open.</summary>
internal sealed unsafe class ProcessPipeline : Pipeline
{
    private readonly List<SharedMemory> _rings = [];
    private readonly List<Child> _children = [];

    private ProcessPipeline(string name) : base(name)
    {
    }

    public override TimeSpan ProcessorTime => _children.Aggregate(TimeSpan.Zero, (sum, child) => sum + child.ProcessorTime);

    /// <summary>Writer, daemon, UDP, daemon, reader: four processes.</summary>
    public static ProcessPipeline Attached(int window, int ringCapacity, bool gather)
    {
        var pipeline = new ProcessPipeline(gather ? "rings, 2 layers, gather" : "rings, 2 layers, copy");
        var down = pipeline.AddRing(ringCapacity);
        var up = pipeline.AddRing(ringCapacity);
        pipeline.AddChild(gather ? Role.SendDaemonGathering : Role.SendDaemonCopying, down, window);
        pipeline.AddChild(Role.ReceiveDaemon, up, window);
        pipeline.AddChild(Role.FlowReader, up, window);
        pipeline.AddChild(Role.FlowWriter, down, window);
        return pipeline;
    }

    /// <summary>One ring between two processes, payload only.</summary>
    public static ProcessPipeline RingAlone(int ringCapacity)
    {
        var pipeline = new ProcessPipeline("ring alone");
        var ring = pipeline.AddRing(ringCapacity);
        pipeline.AddChild(Role.RingReader, ring, 0);
        pipeline.AddChild(Role.RingWriter, ring, 0);
        return pipeline;
    }

    public override void Dispose()
    {
        Board.Tell(Flow.Board.Ended);
        foreach (var child in _children)
        {
            child.Dispose();
        }

        foreach (var ring in _rings)
        {
            ring.Dispose();
        }

        base.Dispose();
    }

    private SharedMemory AddRing(int capacity)
    {
        var memory = SharedMemory.Create("ring", RingLayout.TotalLength(capacity));
        if (!RingMemory.TryCreate(memory.Pointer, memory.Length, capacity, out _))
        {
            throw new ArgumentException("a ring's capacity is a power of two", nameof(capacity));
        }

        _rings.Add(memory);
        return memory;
    }

    private void AddChild(Role role, SharedMemory ring, int window) =>
        _children.Add(new Child(role, Board.Memory, ring, window));
}
