using Lamina.Bearers.Rings;
using Lamina.Spike.Flow;
using Lamina.Spike.Layering;

namespace Lamina.Spike.Rings;

/// <summary>The sending application: a train is one record, its packets made here, payload and end-to-end header.</summary>
internal static class AttachedWriter
{
    public const int PacketLength = FrcpHeader.Length + Shape.Payload;

    public static void Run(Board board, RingMemory ring, int window)
    {
        var source = Shape.Source();
        var writer = new RingWriter(ring);
        var credit = new Credit(board, window);
        var length = FlowWriter.Segments * PacketLength;
        ulong number = 0;
        while (board.AwaitStart())
        {
            while (credit.Acquire(FlowWriter.Segments) && RingWaits.Reserve(writer, board, length, out var bytes))
            {
                for (var i = 0; i < FlowWriter.Segments; i++)
                {
                    var packet = bytes.Slice(i * PacketLength, PacketLength);
                    source.AsSpan(i * Shape.Payload, Shape.Payload).CopyTo(packet[FrcpHeader.Length..]);
                    FrcpHeader.Write(packet, number++);
                }
                RingWaits.Publish(writer, length);
            }
        }
    }
}
