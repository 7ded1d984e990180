using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Core;
using Lamina.Spike.Flow;
using Lamina.Spike.Layering;

namespace Lamina.Spike.Rings;

/// <summary>
/// The receiving daemon: takes trains into its own memory, pops the lower headers, and copies the packets once into the
/// ring of the application that they are for. A full ring drops: one slow application stops nobody else.
/// </summary>
internal sealed unsafe class ReceiveDaemon(RingWriter ring) : IUpper
{
    public static void Run(Board board, RingMemory ring)
    {
        using var socket = Loopback.Open();
        var stack = new Stack(socket, default);
        stack.Connect(new ReceiveDaemon(new RingWriter(ring)));
        var buffers = new PacketPool();
        var poll = new PollSet(1);
        poll.Add(socket.Descriptor);
        Volatile.Write(ref *board.Port, socket.LocalEndpoint.Port);
        Futex.Wake(board.Port, 1);
        while (buffers.TryRent(SegmentedUdpSocket.ReceiveBufferLength, out var buffer)
            && Loopback.Receive(socket, poll, board, buffer.Span[..SegmentedUdpSocket.ReceiveBufferLength], out var result))
        {
            stack.Bearer.Receive(buffer, result);
            buffer.Release();
        }
    }

    public void Receive(in Train train)
    {
        if (!ring.TryReserve(train.TotalLength, out var bytes))
        {
            return;
        }

        for (int i = 0, at = 0; i < train.Count; i++, at += train.Length)
        {
            train[i].CopyTo(bytes[at..]);
        }

        RingWaits.Publish(ring, train.TotalLength);
    }
}
