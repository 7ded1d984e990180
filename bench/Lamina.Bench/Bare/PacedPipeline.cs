using System.Diagnostics;
using Lamina.Bearers.Linux;
using Lamina.Spike.Flow;
using Lamina.Spike.Pipelines;

namespace Lamina.Bench.Bare;

/// <summary>
/// Trains of bare UDP at a steady rate, each with one copy on either side: what else can be had of a link by whoever knows its rate and takes a
/// little less.
/// </summary>
internal sealed unsafe class PacedPipeline : ThreadedPipeline
{
    // 100 us of 1 Gbit/s, about.
    private const int Segments = 8;

    private const int HeaderLength = 42;

    private readonly UdpPair _pair;
    private readonly TimeSpan _interval;

    /// <param name="pair">The sockets; they go with this.</param>
    /// <param name="bitsPerSecond">On the wire, headers and all.</param>
    public PacedPipeline(UdpPair pair, double bitsPerSecond) : base("paced UDP")
    {
        _pair = pair;
        _interval = TimeSpan.FromSeconds(Segments * (Shape.Payload + HeaderLength) * 8 / bitsPerSecond);
        Start(Write, Read);
    }

    public override void Dispose()
    {
        base.Dispose();
        _pair.Dispose();
    }

    private void Write()
    {
        byte[] source = Shape.Source();
        byte[] buffer = GC.AllocateArray<byte>(Segments * Shape.Payload, pinned: true);
        var nothing = new PollSet(0);
        fixed (byte* start = buffer)
        {
            ReadOnlySpan<IoVector> vectors = [new IoVector(start, buffer.Length)];
            while (Board.AwaitStart())
            {
                long begin = Stopwatch.GetTimestamp();
                for (long count = 1; Board.IsRunning; count++)
                {
                    source.AsSpan(0, buffer.Length).CopyTo(buffer);
                    Loopback.Send(_pair.Asking, vectors, Shape.Payload, _pair.Target);
                    TimeSpan early = (_interval * count) - Stopwatch.GetElapsedTime(begin);
                    if (early > TimeSpan.Zero)
                    {
                        nothing.Wait(early);
                    }
                }
            }
        }
    }

    private void Read()
    {
        byte[] buffer = GC.AllocateArray<byte>(SegmentedUdpSocket.ReceiveBufferLength, pinned: true);
        byte[] destination = new byte[SegmentedUdpSocket.ReceiveBufferLength];
        var poll = new PollSet(1);
        poll.Add(_pair.Serving.Descriptor);
        while (Loopback.Receive(_pair.Serving, poll, Board, buffer, out UdpReceived result))
        {
            buffer.AsSpan(0, result.Length).CopyTo(destination);
            Volatile.Write(ref *Board.Bytes, *Board.Bytes + (ulong)result.Length);
        }
    }
}
