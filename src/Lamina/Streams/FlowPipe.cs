using System.IO.Pipelines;

namespace Lamina.Streams;

/// <summary>
/// A flow as a pipe: .NET's reader and writer over a stream of it. Nothing runs between them and the flow, so nothing is
/// read ahead, and nothing is lost when one of them is completed. Completing the writer ends the direction, where the flow can say so.
/// </summary>
internal sealed class FlowPipe : IDuplexPipe
{
    private const int BufferSize = 64 << 10;
    private const int LeastRead = 4 << 10;

    private readonly Flow _flow;
    private int _openEnds = 2;

    public FlowPipe(Flow flow)
    {
        _flow = flow;
        Input = PipeReader.Create(new FlowStream(flow, CompleteOne), new StreamPipeReaderOptions(bufferSize: BufferSize, minimumReadSize: LeastRead));
        Output = PipeWriter.Create(new FlowStream(flow, CompleteOutput));
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    private ValueTask CompleteOutput(Flow flow)
    {
        if (flow.CanCompleteWrites)
        {
            flow.CompleteWrites();
        }

        return CompleteOne(flow);
    }

    private ValueTask CompleteOne(Flow flow)
    {
        if (Interlocked.Decrement(ref _openEnds) == 0)
        {
            _flow.StartClose();
        }

        return ValueTask.CompletedTask;
    }
}
