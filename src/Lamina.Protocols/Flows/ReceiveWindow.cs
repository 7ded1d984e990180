using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>
/// How much the peer may send ahead of the reader. It begins small, and doubles when a window's worth has come, the peer says
/// that the window stops it, and the reader keeps up; to the flow's limit. Never more than half of what the pool has left is promised.
/// </summary>
internal sealed class ReceiveWindow(PacketPool pool, MessageQueue queue, FlowLimits limits)
{
    // However little the pool has left.
    private const int LeastPackets = 16;

    private int _packets = FlowTerms.InitialWindow(limits);
    private int _bytes = Math.Min(limits.ReceiveBytes, FlowLimits.InitialReceiveBytes);
    private int _cameSince;

    /// <summary>Packets of a size that the whole window holds.</summary>
    public int PacketsOf(int size) => Math.Min(_packets, _bytes / size);

    /// <summary>Packets of a size that there is room for beside what waits.</summary>
    public int RoomFor(int size)
    {
        int room = Math.Min(_packets - queue.Packets, (_bytes - queue.Bytes) / size);
        long share = (pool.Limit - pool.RentedBytes) / 2 / size;
        return (int)Math.Min(room, Math.Max(LeastPackets, share));
    }

    /// <summary>So many packets came in order.</summary>
    public void NoteCame(int count) => _cameSince += count;

    /// <summary>The window stops the peer.</summary>
    /// <returns>True when it is larger now.</returns>
    public bool TryGrow(int size)
    {
        bool isLargest = _packets == limits.ReceivePackets && _bytes == limits.ReceiveBytes;
        if (isLargest || _cameSince < PacketsOf(size) / 2 || queue.Bytes > _bytes / 2 || queue.Packets > _packets / 2)
        {
            return false;
        }

        _cameSince = 0;
        _packets = (int)Math.Min(limits.ReceivePackets, _packets * 2L);
        _bytes = (int)Math.Min(limits.ReceiveBytes, _bytes * 2L);
        return true;
    }
}
