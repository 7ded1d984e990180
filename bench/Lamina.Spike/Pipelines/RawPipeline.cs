using System.Buffers.Binary;
using Lamina.Bearers.Linux;
using Lamina.Spike.Flow;

namespace Lamina.Spike.Pipelines;

/// <summary>
/// The limit: one copy into a pinned buffer, one send, one receive, one copy out. A number per packet tells losses.
/// </summary>
internal sealed unsafe class RawPipeline : ThreadedPipeline
{
    private readonly SegmentedUdpSocket _sender = Loopback.Open();
    private readonly SegmentedUdpSocket _receiver = Loopback.Open();
    private readonly int _window;
    private readonly int _payload;
    private readonly int _segments;

    /// <param name="window">Packets in flight at most.</param>
    /// <param name="payload">Bytes of each packet, at least 8.</param>
    /// <param name="segments">Packets that one call sends.</param>
    public RawPipeline(int window, int payload = Shape.Payload, int segments = Shape.RawSegments) : base("raw UDP")
    {
        _window = window;
        _payload = payload;
        _segments = segments;
        Start(Write, Read);
    }

    public override void Dispose()
    {
        base.Dispose();
        _sender.Dispose();
        _receiver.Dispose();
    }

    private void Write()
    {
        var source = Shape.Source();
        var buffer = GC.AllocateArray<byte>(Shape.WriteLength, pinned: true);
        var credit = new Credit(Board, _window);
        var to = _receiver.LocalEndpoint;
        ulong number = 0;
        fixed (byte* start = buffer)
        {
            ReadOnlySpan<IoVector> vectors = [new IoVector(start, _segments * _payload)];
            while (Board.AwaitStart())
            {
                while (credit.Acquire(_segments))
                {
                    source.AsSpan(0, _segments * _payload).CopyTo(buffer);
                    for (var i = 0; i < _segments; i++)
                    {
                        BinaryPrimitives.WriteUInt64BigEndian(buffer.AsSpan(i * _payload), number++);
                    }

                    Loopback.Send(_sender, vectors, _payload, to);
                }
            }
        }
    }

    private void Read()
    {
        var buffer = GC.AllocateArray<byte>(SegmentedUdpSocket.ReceiveBufferLength, pinned: true);
        var destination = new byte[SegmentedUdpSocket.ReceiveBufferLength];
        var meter = new Meter(Board);
        var poll = new PollSet(1);
        poll.Add(_receiver.Descriptor);
        while (Loopback.Receive(_receiver, poll, Board, buffer, out var result))
        {
            for (var at = 0; at < result.Length; at += result.SegmentSize)
            {
                meter.Accept(BinaryPrimitives.ReadUInt64BigEndian(buffer.AsSpan(at)));
            }

            buffer.AsSpan(0, result.Length).CopyTo(destination);
            meter.Publish();
        }
    }
}
