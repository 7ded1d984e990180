using System.Buffers.Binary;
using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Spike.Flow;

namespace Lamina.Spike.Layering;

/// <summary>The bottom: an EID of 8 bytes before each packet, and the whole train in one system call.</summary>
internal sealed unsafe class UdpBearer(SegmentedUdpSocket socket, UdpEndpoint peer, ulong eid) : ILower
{
    public const int HeaderLength = 8;

    public EidTable Users { get; } = new();

    public long Dropped { get; private set; }

    public void Transmit(in Train train)
    {
        var down = train;
        down.Push(HeaderLength);
        var bytes = down.Buffer.Span;
        for (int i = 0, at = down.Offset; i < down.Count; i++, at += down.Stride)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes.Slice(at, HeaderLength), eid);
        }

        if (!down.IsContiguous)
        {
            throw new InvalidOperationException("the last layer leaves no gap");
        }

        fixed (byte* start = bytes[down.Offset..])
        {
            Loopback.Send(socket, [new IoVector(start, down.TotalLength)], down.Length, peer);
        }

        down.Buffer.Release();
    }

    /// <summary>What a receive brought, from its start on; the buffer stays the caller's.</summary>
    public void Receive(PacketBuffer buffer, in UdpReceived received)
    {
        var train = Train.Contiguous(buffer, 0, received.Length, received.SegmentSize);
        if (train.ShortestLength < HeaderLength)
        {
            Dropped += train.Count;
            return;
        }
        var bytes = buffer.Span;
        for (var first = 0; first < train.Count;)
        {
            var key = BinaryPrimitives.ReadUInt64BigEndian(bytes.Slice(train.Offset + first * train.Stride, HeaderLength));
            var end = first + 1;
            while (end < train.Count
                && BinaryPrimitives.ReadUInt64BigEndian(bytes.Slice(train.Offset + end * train.Stride, HeaderLength)) == key)
            {
                end++;
            }

            var run = end - first == train.Count ? train : train.Slice(first, end - first);
            if (Users.Find(key) is { } user)
            {
                run.Pop(HeaderLength);
                user.Receive(run);
            }
            else
            {
                Dropped += run.Count;
            }
            first = end;
        }
    }
}
