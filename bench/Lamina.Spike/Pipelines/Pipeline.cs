using Lamina.Spike.Flow;

namespace Lamina.Spike.Pipelines;

/// <summary>One way from a writer to a reader, ready to be started and stopped through its board.</summary>
internal abstract class Pipeline(string name) : IDisposable
{
    public string Name { get; } = name;

    public Board Board { get; } = Board.Create();

    /// <summary>Processor time of all that takes part, since its start.</summary>
    public virtual TimeSpan ProcessorTime => Environment.CpuUsage.TotalTime;

    /// <summary>Packets that lower layers dropped, where they are in this process.</summary>
    public virtual long Dropped => 0;

    public virtual void Dispose()
    {
        Board.Tell(Board.Ended);
        Board.Dispose();
    }
}
