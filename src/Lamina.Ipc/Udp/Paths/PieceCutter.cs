using Lamina.Core;
using Lamina.Wire.Udp;

namespace Lamina.Ipc.Udp.Paths;

/// <summary>Sends datagrams that are longer than their path carries, in pieces. The slow way: everything is copied once.</summary>
internal sealed class PieceCutter(MachineContext context, IDatagramPort port, UdpCounters counters)
{
    /// <summary>Sends a train that is too long for its path; a short last segment goes whole. Consumes one reference of the buffer.</summary>
    public void Send(in Train train, PeerPath path, Instant now)
    {
        int count = PiecesFor(train.Length, path.Sure);
        int perBuffer = PacketPool.LargeCapacity / (count * (Unit(train.Length, count) + UdpPieceHeader.Length));
        int equal = train.LastLength == train.Length ? train.Count : train.Count - 1;
        for (int first = 0; first < equal; first += perBuffer)
        {
            SendPieces(train.Slice(first, Math.Min(perBuffer, equal - first)), count, path, now);
        }

        if (equal < train.Count)
        {
            SendLast(train.Slice(equal, 1), path, now);
        }

        train.Buffer.Release();
    }

    private static int PiecesFor(int length, int sure)
    {
        int room = sure - UdpPieceHeader.Length;
        return (length + room - 1) / room;
    }

    private static int Unit(int length, int count) => (length + count - 1) / count;

    private void SendLast(in Train last, PeerPath path, Instant now)
    {
        if (last.Length <= path.Sure)
        {
            last.Buffer.Retain();
            port.Send(last, path.Peer, now);
        }
        else
        {
            SendPieces(last, PiecesFor(last.Length, path.Sure), path, now);
        }
    }

    /// <summary>Segments of one length become one train of pieces of one length.</summary>
    private void SendPieces(in Train train, int count, PeerPath path, Instant now)
    {
        int unit = Unit(train.Length, count);
        int stride = unit + UdpPieceHeader.Length;
        int total = train.Count * count * stride;
        if (!context.Pool.TryRent(total, out PacketBuffer buffer))
        {
            counters.NoBuffer += train.Count;
            return;
        }

        Span<byte> target = buffer.Span[..total];
        for (int i = 0; i < train.Count; i++)
        {
            ReadOnlySpan<byte> segment = train[i];
            uint number = path.NextNumber();

            // Trap: with the offset taken from the header that is made here, and .NET 10.0's profile-guided code, pieces
            // were seen to leave with the bytes of piece 0 (runs of one seed then differ from runs with TieredPGO=0).
            int offset = 0;
            for (int index = 0; index < count; index++)
            {
                new UdpPieceHeader(number, (byte)index, (byte)count, (ushort)segment.Length).Write(target);
                context.Pool.Copy(segment.Slice(offset, unit), target[UdpPieceHeader.Length..]);
                offset = Math.Min(offset + unit, segment.Length - unit);
                target = target[stride..];
            }
        }

        counters.SentInPieces += train.Count;
        port.Send(Train.Contiguous(buffer, 0, total, stride), path.Peer, now);
    }
}
