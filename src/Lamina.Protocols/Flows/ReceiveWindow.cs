using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>
/// How much the peer may send ahead of the reader. It begins small, and doubles when a window's worth has come, the peer says
/// that the window stops it, and the reader keeps up; to the flow's limit. Never more than half of what the pool has left is promised.
/// </summary>
internal sealed class ReceiveWindow
{
    // What is longer comes in parts even where there is room for all of it.
    private const int LongestWhole = 1 << 20;

    // However little the pool has left.
    private const int LeastPackets = 16;

    private readonly PacketPool _pool;
    private readonly MessageQueue _queue;
    private readonly FlowLimits _limits;
    private int _packets;
    private int _bytes;
    private int _cameSince;

    /// <summary>A window of its predecessor's size, or of its first; of its last where it controls nothing.</summary>
    public ReceiveWindow(PacketPool pool, MessageQueue queue, FlowLimits limits, bool isOpen, in RestingWindows former)
    {
        _pool = pool;
        _queue = queue;
        _limits = limits;
        if (former.Packets > 0)
        {
            Resize(former.Packets, former.Bytes);
            return;
        }

        Resize(
            isOpen ? limits.ReceivePackets : FlowTerms.InitialWindow(limits),
            isOpen ? limits.ReceiveBytes : Math.Min(limits.ReceiveBytes, FlowLimits.InitialReceiveBytes));
    }

    /// <summary>For a successor.</summary>
    public RestingWindows Size => new(0, _packets, _bytes);

    /// <summary>Packets of a size that the whole window holds.</summary>
    public int PacketsOf(int size) => Math.Min(_packets, _bytes / size);

    /// <summary>Packets of a size that there is room for beside what waits.</summary>
    public int RoomFor(int size)
    {
        int room = Math.Min(_packets - _queue.Packets, (_bytes - _queue.Bytes) / size);
        long share = (_pool.Limit - _pool.RentedBytes) / 2 / size;
        return (int)Math.Min(room, Math.Max(LeastPackets, share));
    }

    /// <summary>So many packets came in order.</summary>
    public void NoteCame(int count) => _cameSince += count;

    /// <summary>The window stops the peer.</summary>
    /// <returns>True when it is larger now.</returns>
    public bool TryGrow(int size)
    {
        bool isLargest = _packets == _limits.ReceivePackets && _bytes == _limits.ReceiveBytes;
        if (isLargest || _cameSince < PacketsOf(size) / 2 || _queue.Bytes > _bytes / 2 || _queue.Packets > _packets / 2)
        {
            return false;
        }

        _cameSince = 0;
        Resize((int)Math.Min(_limits.ReceivePackets, _packets * 2L), (int)Math.Min(_limits.ReceiveBytes, _bytes * 2L));
        return true;
    }

    private void Resize(int packets, int bytes)
    {
        _packets = packets;
        _bytes = bytes;
        _queue.SetWhole(packets / 2, Math.Min(LongestWhole, bytes / 2));
    }
}
