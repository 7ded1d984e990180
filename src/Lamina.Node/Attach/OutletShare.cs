using Lamina.Core;

namespace Lamina.Node.Attach;

/// <summary>What the flows of one process share on their way to the layers: buffers, counters, and a bound on what they hold.</summary>
internal sealed class OutletShare(PacketPool pool, AttachCounters counters)
{
    public PacketPool Pool => pool;

    public AttachCounters Counters => counters;

    /// <summary>Bytes of buffers that are held for layers that take nothing.</summary>
    public long HeldBytes { get; set; }

    // Of what the pool has left, what is held counted in: so many processes share it, and none can empty it.
    private long Room => ((pool.Limit - pool.RentedBytes) / 2) - HeldBytes;

    /// <summary>Says whether one more buffer may be held.</summary>
    public bool HasRoomFor(int capacity) => capacity <= Room;

    /// <summary>What a flow's window may grow to: an eighth of what may still be held.</summary>
    public int LargestWindow => (int)Math.Clamp(Room / 8, 0, GrantWindow.Largest);

    /// <summary>What a new flow begins with, among so many.</summary>
    public int FirstWindow(int flows) => (int)Math.Clamp(Room / 2 / Math.Max(1, flows), 0, GrantWindow.Largest);
}
