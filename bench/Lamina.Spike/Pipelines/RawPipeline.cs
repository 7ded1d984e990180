using System.Buffers.Binary;
using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Spike.Flow;

namespace Lamina.Spike.Pipelines;

/// <summary>
/// The limit: one copy into a pinned buffer, one send, one receive, one copy out. A number per packet tells losses.
/// </summary>
internal sealed unsafe class RawPipeline : ThreadedPipeline
{
    private readonly SegmentedUdpSocket _sender;
    private readonly SegmentedUdpSocket _receiver;
    private readonly UdpEndpoint _target;
    private readonly int _window;
    private readonly int _payload;
    private readonly int _segments;

    /// <param name="window">Packets in flight at most.</param>
    /// <param name="payload">Bytes of each packet, at least 8.</param>
    /// <param name="segments">Packets that one call sends.</param>
    public RawPipeline(int window, int payload = Shape.Payload, int segments = Shape.RawSegments)
        : this(window, payload, segments, Loopback.Open(), Loopback.Open(), null)
    {
    }

    /// <summary>The same, between sockets that exist; they go with it.</summary>
    /// <param name="window">As there.</param>
    /// <param name="payload">As there.</param>
    /// <param name="segments">As there.</param>
    /// <param name="sender">Sends.</param>
    /// <param name="receiver">Receives.</param>
    /// <param name="target">Where what is sent for the receiver has to go; null: to it.</param>
    public RawPipeline(int window, int payload, int segments, SegmentedUdpSocket sender, SegmentedUdpSocket receiver, UdpEndpoint? target) : base("raw UDP")
    {
        _sender = sender;
        _receiver = receiver;
        _target = target ?? receiver.LocalEndpoint;
        _window = window;
        _payload = payload;
        _segments = segments;
        Start(Write, Read);
    }

    /// <summary>What is counted in the place of this process's time; null: nothing else.</summary>
    public Func<TimeSpan>? Counted { get; init; }

    public override TimeSpan ProcessorTime => Counted?.Invoke() ?? base.ProcessorTime;

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
        var to = _target;
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
