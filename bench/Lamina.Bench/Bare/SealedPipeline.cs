using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Node.Driving;
using Lamina.Security.Records;
using Lamina.Spike.Flow;
using Lamina.Spike.Pipelines;

namespace Lamina.Bench.Bare;

/// <summary>
/// The limit of what is sealed: each packet sealed into a pinned buffer, which is the copy; one send, one receive; each packet opened in
/// place, one copy out. Counters tell losses.
/// </summary>
internal sealed unsafe class SealedPipeline : ThreadedPipeline
{
    private static readonly Instant Now = new(1);

    private readonly SegmentedUdpSocket _sender;
    private readonly SegmentedUdpSocket _receiver;
    private readonly int _window;
    private readonly int _payload;
    private readonly int _segments;

    /// <param name="pair">The sockets; they go with this.</param>
    /// <param name="window">Packets in flight at most.</param>
    /// <param name="payload">Bytes of each packet before it is sealed.</param>
    public SealedPipeline(UdpPair pair, int window, int payload = Shape.Payload) : base("sealed UDP")
    {
        (_sender, _receiver) = (pair.Asking, pair.Serving);
        _window = window;
        _payload = payload;
        _segments = Math.Min(Shape.RawSegments, SegmentedUdpSocket.MaxPayload / (payload + RecordHeader.Length));
        Start(Write, Read);
    }

    public override void Dispose()
    {
        base.Dispose();
        _sender.Dispose();
        _receiver.Dispose();
    }

    private static FlowRecords Records(bool isInitiator) =>
        new RecordCiphers(PlatformCiphers.Of).Begin(Networks.LabKeys.Of(isInitiator), Now);

    private void Write()
    {
        using FlowRecords records = Records(isInitiator: true);
        byte[] source = Shape.Source();
        byte[] buffer = GC.AllocateArray<byte>(2 * Shape.WriteLength, pinned: true);
        var credit = new Credit(Board, _window);
        UdpEndpoint to = _receiver.LocalEndpoint;
        int length = _payload + RecordHeader.Length;
        fixed (byte* start = buffer)
        {
            ReadOnlySpan<IoVector> vectors = [new IoVector(start, _segments * length)];
            while (Board.AwaitStart())
            {
                while (credit.Acquire(_segments) && records.Sealer.CanSeal(_segments, Now))
                {
                    for (int i = 0; i < _segments; i++)
                    {
                        records.Sealer.Seal(source.AsSpan(i * _payload, _payload), buffer.AsSpan(i * length, length));
                    }

                    Loopback.Send(_sender, vectors, length, to);
                }
            }
        }
    }

    private void Read()
    {
        using FlowRecords records = Records(isInitiator: false);
        byte[] buffer = GC.AllocateArray<byte>(SegmentedUdpSocket.ReceiveBufferLength, pinned: true);
        byte[] destination = new byte[SegmentedUdpSocket.ReceiveBufferLength];
        var meter = new Meter(Board);
        var poll = new PollSet(1);
        poll.Add(_receiver.Descriptor);
        while (Loopback.Receive(_receiver, poll, Board, buffer, out UdpReceived result))
        {
            for (int at = 0; at < result.Length; at += result.SegmentSize)
            {
                Span<byte> record = buffer.AsSpan(at, Math.Min(result.SegmentSize, result.Length - at));
                if (records.Opener.Open(record, Now) != RecordVerdict.Opened)
                {
                    meter.Drop(1);
                    continue;
                }

                // The first packet has counter 1: 0 is the greeting's.
                RecordHeader.TryRead(record, out _, out ulong counter);
                meter.Accept(counter - 1);
                RecordHeader.TextOf(record).CopyTo(destination.AsSpan(at));
            }

            meter.Publish();
        }
    }
}
