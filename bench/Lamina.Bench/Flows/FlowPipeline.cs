using Lamina.Bench.Measuring;
using Lamina.Spike.Pipelines;

namespace Lamina.Bench.Flows;

/// <summary>One direction of a flow, as a program uses it: blocking writes here, blocking reads where the other end is.</summary>
internal sealed class FlowPipeline : ThreadedPipeline
{
    private readonly Work _work;
    private Connection _connection = null!;

    private FlowPipeline(Work work) : base("flow") => _work = work;

    public override TimeSpan ProcessorTime => _connection.ProcessorTime();

    /// <summary>Connects, with the board that both ends share.</summary>
    public static async Task<FlowPipeline> OpenAsync(Work work, Connect connect)
    {
        var pipeline = new FlowPipeline(work);
        try
        {
            pipeline._connection = await connect(work, pipeline.Board);
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
        byte[] message = _work.NewMessage();
        try
        {
            while (Board.AwaitStart())
            {
                while (Board.IsRunning)
                {
                    _connection.Client.Write(message);
                }
            }
        }
        catch (LaminaException failure)
        {
            // Nothing comes through any more, and the row will say so.
            Console.Error.WriteLine($"a writer ended: {failure.Message}");
        }

        _connection.Close();
    }
}
