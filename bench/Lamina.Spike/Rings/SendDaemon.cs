using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Core;
using Lamina.Spike.Flow;
using Lamina.Spike.Layering;

namespace Lamina.Spike.Rings;

/// <summary>
/// The sending daemon: two layers and the bearer. Lower headers are in its own memory, where the application cannot write:
/// either gathered with the packets that stay in the ring, or pushed in place before a copy of them.
/// </summary>
internal static unsafe class SendDaemon
{
    public static void Run(Board board, RingMemory ring, bool gather)
    {
        using var socket = Loopback.Open();
        uint port;
        while ((port = Volatile.Read(ref *board.Port)) == 0 && !board.HasEnded)
        {
            Futex.Wait(board.Port, 0, TimeSpan.FromMilliseconds(50));
        }

        var reader = new RingReader(ring);
        var to = Loopback.At((int)port);
        if (gather)
        {
            Gather(board, reader, socket, to);
        }
        else
        {
            Copy(board, reader, new Stack(socket, to));
        }
    }

    private static void Gather(Board board, RingReader reader, SegmentedUdpSocket socket, UdpEndpoint to)
    {
        var memory = GC.AllocateArray<byte>(Stack.LowerHeaders, pinned: true);
        Span<IoVector> vectors = stackalloc IoVector[2 * SegmentedUdpSocket.MaxSegments];
        fixed (byte* headers = memory)
        {
            while (RingWaits.Next(reader, board, out var bytes))
            {
                // All packets of a train have the same lower headers: written once per train, gathered for each.
                Stack.WriteLowerHeaders(memory);
                var count = 0;
                fixed (byte* start = bytes)
                {
                    for (var at = 0; at < bytes.Length && count < vectors.Length; at += AttachedWriter.PacketLength)
                    {
                        vectors[count++] = new IoVector(headers, Stack.LowerHeaders);
                        vectors[count++] = new IoVector(start + at, Math.Min(AttachedWriter.PacketLength, bytes.Length - at));
                    }
                    Loopback.Send(socket, vectors[..count], Stack.LowerHeaders + AttachedWriter.PacketLength, to);
                }
                RingWaits.Release(reader);
            }
        }
    }

    private static void Copy(Board board, RingReader reader, Stack stack)
    {
        var pool = new PacketPool();
        while (RingWaits.Next(reader, board, out var bytes))
        {
            var count = (bytes.Length + AttachedWriter.PacketLength - 1) / AttachedWriter.PacketLength;
            const int stride = Stack.LowerHeaders + AttachedWriter.PacketLength;
            if (count <= SegmentedUdpSocket.MaxSegments && pool.TryRent(count * stride, out var buffer))
            {
                var train = new Train
                {
                    Buffer = buffer,
                    Offset = Stack.LowerHeaders,
                    Stride = stride,
                    Length = AttachedWriter.PacketLength,
                    LastLength = bytes.Length - (count - 1) * AttachedWriter.PacketLength,
                    Count = count,
                    HeadRoom = Stack.LowerHeaders,
                };
                for (var i = 0; i < count; i++)
                {
                    bytes.Slice(i * AttachedWriter.PacketLength, train.LengthOf(i)).CopyTo(train[i]);
                }

                stack.Top.Transmit(train);
            }
            RingWaits.Release(reader);
        }
    }
}
