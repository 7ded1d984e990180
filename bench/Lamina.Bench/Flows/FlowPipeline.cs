using Lamina.Bench.Measuring;
using Lamina.Spike.Flow;
using Lamina.Spike.Pipelines;

namespace Lamina.Bench.Flows;

/// <summary>One direction of a flow, as a program uses it: blocking writes here, blocking reads where the other end is.</summary>
internal sealed class FlowPipeline : ThreadedPipeline
{
    private readonly MessageShape _shape;
    private Connection _connection = null!;

    private FlowPipeline(MessageShape shape) : base("flow") => _shape = shape;

    public override TimeSpan ProcessorTime => base.ProcessorTime + _connection.Elsewhere();

    /// <summary>Connects, with the board that both ends share.</summary>
    public static async Task<FlowPipeline> OpenAsync(MessageShape shape, Func<Board, Task<Connection>> connect)
    {
        var pipeline = new FlowPipeline(shape);
        try
        {
            pipeline._connection = await connect(pipeline.Board);
        }
        catch
        {
            pipeline.Dispose();
            throw;
        }

        pipeline.Start(pipeline.Write, static () => { });
        return pipeline;
    }

    private void Write()
    {
        byte[] source = Shape.Source();
        while (Board.AwaitStart())
        {
            while (Board.IsRunning)
            {
                _connection.Client.Write(source.AsSpan(0, _shape.Length));
            }
        }

        _connection.Client.CloseAsync().AsTask().Wait();
        _connection.End();
    }
}
