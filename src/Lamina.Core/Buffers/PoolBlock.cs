namespace Lamina.Core;

/// <summary>
/// A piece of a pool's memory, as long as the longest buffer. It is cut into buffers of one size; when all of them have come back it may be
/// cut into others. The buffers of a size are made once.
/// </summary>
internal sealed class PoolBlock
{
    private readonly PacketPool _pool;
    private readonly byte[] _slab;
    private readonly int _start;
    private readonly Stack<PacketBuffer>?[] _cuts = new Stack<PacketBuffer>?[PacketPool.Sizes];
    private Stack<PacketBuffer> _free = [];
    private int _rented;

    public PoolBlock(PacketPool pool, byte[] slab, int start)
    {
        (_pool, _slab, _start) = (pool, slab, start);
        Place = new LinkedListNode<PoolBlock>(this);
    }

    /// <summary>Its place among those that have a buffer of their size left; it is there while <see cref="HasFree"/> and not <see cref="IsWhole"/>.</summary>
    public LinkedListNode<PoolBlock> Place { get; }

    /// <summary>Which size it is cut into.</summary>
    public int SizeClass { get; private set; }

    /// <summary>A buffer can be taken.</summary>
    public bool HasFree => _free.Count > 0;

    /// <summary>Nobody holds any of it.</summary>
    public bool IsWhole => _rented == 0;

    /// <summary>Only while it is whole.</summary>
    public void Cut(int sizeClass)
    {
        SizeClass = sizeClass;
        _free = _cuts[sizeClass] ??= Make(sizeClass);
    }

    public PacketBuffer Take()
    {
        _rented++;
        return _free.Pop();
    }

    public void Give(PacketBuffer buffer)
    {
        _rented--;
        _free.Push(buffer);
    }

    private Stack<PacketBuffer> Make(int sizeClass)
    {
        int capacity = PacketPool.CapacityOf(sizeClass);
        int count = PacketPool.LargeCapacity / capacity;
        var buffers = new Stack<PacketBuffer>(count);
        for (int i = count - 1; i >= 0; i--)
        {
            buffers.Push(new PacketBuffer(_pool, this, _slab, _start + (i * capacity), capacity));
        }

        return buffers;
    }
}
