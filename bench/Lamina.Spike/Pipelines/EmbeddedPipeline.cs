using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Spike.Flow;
using Lamina.Spike.Layering;

namespace Lamina.Spike.Pipelines;

/// <summary>A flow over two layers over UDP, the stack a library in the process: every header pushed and popped in place.</summary>
internal sealed class EmbeddedPipeline : ThreadedPipeline
{
    private readonly SegmentedUdpSocket _sender = Loopback.Open();
    private readonly SegmentedUdpSocket _receiver = Loopback.Open();
    private readonly Stack _down;
    private readonly Stack _up;
    private readonly int _window;

    public EmbeddedPipeline(int window) : base("embedded, 2 layers")
    {
        _window = window;
        _down = new Stack(_sender, _receiver.LocalEndpoint);
        _up = new Stack(_receiver, default);
        Start(Write, Read);
    }

    public override long Dropped => _up.Dropped;

    public override void Dispose()
    {
        base.Dispose();
        _sender.Dispose();
        _receiver.Dispose();
    }

    private void Write()
    {
        var source = Shape.Source();
        var writer = new FlowWriter(new PacketPool(), _down.Top);
        var credit = new Credit(Board, _window);
        while (Board.AwaitStart())
        {
            while (credit.Acquire(FlowWriter.Segments))
            {
                writer.Write(source);
            }
        }
    }

    private void Read()
    {
        var pool = new PacketPool();
        _up.Connect(new FlowReader(new Meter(Board), new byte[SegmentedUdpSocket.ReceiveBufferLength]));
        var poll = new PollSet(1);
        poll.Add(_receiver.Descriptor);
        while (pool.TryRent(SegmentedUdpSocket.ReceiveBufferLength, out var buffer)
            && Loopback.Receive(_receiver, poll, Board, buffer.Span[..SegmentedUdpSocket.ReceiveBufferLength], out var result))
        {
            _up.Bearer.Receive(buffer, result);
            buffer.Release();
        }
    }
}
