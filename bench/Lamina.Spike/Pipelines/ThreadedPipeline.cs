using Lamina.Spike.Flow;

namespace Lamina.Spike.Pipelines;

/// <summary>Writer and reader are two threads of this process.</summary>
internal abstract class ThreadedPipeline : Pipeline
{
    private Thread[] _threads = [];

    protected ThreadedPipeline(string name) : base(name)
    {
    }

    public override void Dispose()
    {
        Board.Tell(Board.Ended);
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        base.Dispose();
    }

    protected void Start(Action writer, Action reader)
    {
        _threads = [new Thread(writer.Invoke) { Name = Name + " writer" }, new Thread(reader.Invoke) { Name = Name + " reader" }];
        foreach (var thread in _threads)
        {
            thread.Start();
        }
    }
}
