using Lamina.Spike.Flow;
using Lamina.Spike.Pipelines;

namespace Lamina.Goodput.Ways;

/// <summary>One direction of a flow, as a program uses it: blocking writes and reads of messages of 45 packets' payload.</summary>
internal sealed unsafe class FlowPipeline : ThreadedPipeline
{
    private const int MessageLength = Shape.RawSegments * Shape.Payload;

    private readonly Lamina.Flow _client;
    private readonly Lamina.Flow _server;
    private readonly Func<TimeSpan> _elsewhere;

    /// <summary>Takes both ends of a flow.</summary>
    /// <param name="name">Of the row.</param>
    /// <param name="flow">Its ends.</param>
    /// <param name="elsewhere">Processor time of other processes that take part.</param>
    public FlowPipeline(string name, (Lamina.Flow Client, Lamina.Flow Server) flow, Func<TimeSpan>? elsewhere = null)
        : base(name)
    {
        (_client, _server) = flow;
        _elsewhere = elsewhere ?? (static () => TimeSpan.Zero);
        Start(Write, Read);
    }

    public override TimeSpan ProcessorTime => base.ProcessorTime + _elsewhere();

    private void Write()
    {
        byte[] source = Shape.Source();
        while (Board.AwaitStart())
        {
            while (Board.IsRunning)
            {
                _client.Write(source.AsSpan(0, MessageLength));
            }
        }

        _client.CloseAsync().AsTask().Wait();
    }

    private void Read()
    {
        byte[] source = Shape.Source();
        byte[] buffer = new byte[MessageLength];
        ulong messages = 0;
        while (true)
        {
            ReadResult read = _server.Read(buffer);
            if (read.IsEndOfFlow)
            {
                return;
            }
            // The flow's own checksum says that it is intact: the limit compares nothing either.
            if (read.Length != MessageLength || buffer[^1] != source[MessageLength - 1])
            {
                throw new InvalidOperationException("a message is not what was written");
            }

            messages++;
            Volatile.Write(ref *Board.Intact, messages * Shape.RawSegments);
            Volatile.Write(ref *Board.Bytes, messages * MessageLength);
        }
    }
}
