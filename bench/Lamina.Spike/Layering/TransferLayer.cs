using Lamina.Core;

namespace Lamina.Spike.Layering;

/// <summary>A layer's data transfer: pushes its header on every packet of a train; takes it off, and finds the user.</summary>
internal sealed class TransferLayer(uint address, ulong eid, ILower? lower) : ILower, IUpper
{
    private const byte Cube = 1;

    public EidTable Users { get; } = new();

    /// <summary>Packets that were not for us, too old, or for nobody.</summary>
    public long Dropped { get; private set; }

    public void Transmit(in Train train)
    {
        var down = train;
        down.Push(TransferHeader.Length);
        var bytes = down.Buffer.Span;
        for (int i = 0, at = down.Offset; i < down.Count; i++, at += down.Stride)
        {
            TransferHeader.Write(bytes.Slice(at, TransferHeader.Length), address, Cube, eid);
        }

        lower!.Transmit(down);
    }

    public void Receive(in Train train)
    {
        if (train.ShortestLength < TransferHeader.Length)
        {
            Dropped += train.Count;
            return;
        }
        var bytes = train.Buffer.Span;
        for (var first = 0; first < train.Count;)
        {
            var header = bytes.Slice(train.Offset + first * train.Stride, TransferHeader.Length);
            var end = first + 1;
            while (end < train.Count
                && bytes.Slice(train.Offset + end * train.Stride, TransferHeader.Length).SequenceEqual(header))
            {
                end++;
            }

            ReceiveRun(end - first == train.Count ? train : train.Slice(first, end - first), header);
            first = end;
        }
    }

    private void ReceiveRun(Train run, ReadOnlySpan<byte> header)
    {
        var isOurs = TransferHeader.Destination(header) == address
            && TransferHeader.Ttl(header) != 0
            && TransferHeader.Cube(header) < TransferHeader.Cubes;
        if (isOurs && Users.Find(TransferHeader.Eid(header)) is { } user)
        {
            run.Pop(TransferHeader.Length);
            user.Receive(run);
        }
        else
        {
            Dropped += run.Count;
        }
    }
}
