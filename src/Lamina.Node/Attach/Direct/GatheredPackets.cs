using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach.Direct;

/// <summary>
/// Short packets of one flow that came in records of their own, one behind the other: they become one train, in the buffer that the first
/// of them alone would fill.
/// </summary>
internal sealed class GatheredPackets(PacketPool pool)
{
    private AttachedFlow? _flow;
    private PacketBuffer? _buffer;
    private int _length;
    private int _count;

    /// <summary>Longer ones go alone: two of them fill no buffer.</summary>
    public static bool IsShort(int length) => length is > 0 and <= PacketPool.SmallCapacity / 4;

    /// <summary>Adds a packet. False: it does not belong to these, and they must go first.</summary>
    public bool TryAdd(AttachedFlow flow, ReadOnlySpan<byte> packet)
    {
        if (_buffer is null || flow != _flow || packet.Length != _length || _count == AttachRecord.MaxSegments || (_count + 1) * _length > _buffer.Capacity)
        {
            return false;
        }

        pool.Copy(packet, _buffer.Span[(_count++ * _length)..]);
        return true;
    }

    /// <summary>Begins with a packet; none are gathered. False: the pool is empty.</summary>
    public bool TryBegin(AttachedFlow flow, ReadOnlySpan<byte> packet)
    {
        if (!pool.TryRent(packet.Length, out PacketBuffer buffer))
        {
            return false;
        }

        (_flow, _buffer, _length, _count) = (flow, buffer, packet.Length, 1);
        pool.Copy(packet, buffer.Span);
        return true;
    }

    /// <summary>Hands over what was gathered.</summary>
    public void Deliver(Instant now)
    {
        if (_buffer is not { } buffer || _flow is not { } flow)
        {
            return;
        }

        int bytes = _count * _length;
        (_flow, _buffer) = (null, null);
        flow.Passed.HandleReceived(_count, bytes, now);
        flow.User.HandleTrain(Train.Contiguous(buffer, 0, bytes, _length), now);
        buffer.Release();
    }
}
