using Lamina.Core;
using Lamina.Spike.Flow;

namespace Lamina.Spike.Layering;

/// <summary>The sending end of a flow: copies the payload once, to where the lower headers fit before each packet.</summary>
internal sealed class FlowWriter(PacketPool pool, ILower lower)
{
    private ulong _number;

    /// <summary>Packets per write.</summary>
    public static readonly int Segments = Shape.Segments(Stack.Headers);

    public void Write(ReadOnlySpan<byte> payload)
    {
        if (!pool.TryRent(Segments * (Shape.Payload + Stack.Headers), out var buffer))
        {
            throw new InvalidOperationException("the pool is empty: a buffer was not given back");
        }

        var train = new Train
        {
            Buffer = buffer,
            Offset = Stack.Headers,
            Stride = Shape.Payload + Stack.Headers,
            Length = Shape.Payload,
            LastLength = Shape.Payload,
            Count = Segments,
            HeadRoom = Stack.Headers,
        };
        train.Push(FrcpHeader.Length);
        var bytes = buffer.Span;
        for (int i = 0, at = train.Offset; i < train.Count; i++, at += train.Stride)
        {
            var packet = bytes.Slice(at, train.Length);
            payload.Slice(i * Shape.Payload, Shape.Payload).CopyTo(packet[FrcpHeader.Length..]);
            FrcpHeader.Write(packet, _number++);
        }
        lower.Transmit(train);
    }
}
