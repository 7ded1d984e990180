using System.Numerics;

namespace Lamina.Core;

/// <summary>
/// Packet buffers of a few sizes, cut from pinned slabs that are never given back to the garbage collector.
/// One pool per domain, never shared between applications. Bounded: when the bound is reached,
/// <see cref="TryRent"/> says no, and the caller drops and counts or waits.
/// </summary>
public sealed class PacketPool
{
    /// <summary>Capacity of the smallest buffer: one packet of a common link with all its head room.</summary>
    public const int SmallCapacity = 2048;

    /// <summary>Capacity of the largest buffer: the longest UDP datagram or train (65507 bytes) with head room.</summary>
    public const int LargeCapacity = 66 * 1024;

    /// <summary>Default bound in bytes: 64 MiB.</summary>
    public const long DefaultLimit = 64L << 20;

    /// <summary>The smallest, and the largest halved four times at most.</summary>
    internal const int Sizes = 6;

    private const int BlocksPerSlab = 16;

    // Those of a size that have buffers left and are not whole; what came back last is first, for it is warm.
    private readonly LinkedList<PoolBlock>[] _begun = [.. Enumerable.Range(0, Sizes).Select(_ => new LinkedList<PoolBlock>())];
    private readonly Stack<PoolBlock> _whole = new();
    private readonly long _limit;

    /// <summary>Makes a pool that never holds more than <paramref name="limit"/> bytes.</summary>
    public PacketPool(long limit = DefaultLimit) => _limit = limit;

    /// <summary>Bytes of slabs that exist now.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>The bound on <see cref="AllocatedBytes"/>.</summary>
    public long Limit => _limit;

    /// <summary>Bytes of buffers that somebody holds now.</summary>
    public long RentedBytes { get; private set; }

    /// <summary>Buffers that somebody holds now; 0 when everything has come back.</summary>
    public int RentedCount { get; private set; }

    /// <summary>How often a rent was refused because the bound was reached.</summary>
    public long RefusedCount { get; private set; }

    /// <summary>Bytes of packets that were copied in user space: into buffers of this pool, out of them, or between them.</summary>
    public long CopiedBytes { get; private set; }

    /// <summary>Capacity of the buffer that somebody gets who asks for so many bytes, at most <see cref="LargeCapacity"/>.</summary>
    public static int CapacityFor(int bytes) => CapacityOf(ClassOf(bytes));

    /// <summary>
    /// Rents a buffer of at least <paramref name="capacity"/> bytes (at most <see cref="LargeCapacity"/>);
    /// the caller holds its only reference.
    /// </summary>
    /// <returns>False when the bound is reached.</returns>
    public bool TryRent(int capacity, out PacketBuffer buffer)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, LargeCapacity);
        if (FindBlock(ClassOf(capacity)) is not { } block)
        {
            RefusedCount++;
            buffer = null!;
            return false;
        }

        bool wasWhole = block.IsWhole;
        buffer = block.Take();
        if (wasWhole && block.HasFree)
        {
            _begun[block.SizeClass].AddFirst(block.Place);
        }
        else if (!wasWhole && !block.HasFree)
        {
            _begun[block.SizeClass].Remove(block.Place);
        }

        buffer.MarkRented();
        RentedCount++;
        RentedBytes += buffer.Capacity;
        return true;
    }

    /// <summary>Copies bytes of packets between a buffer and somewhere else, and counts them: on the packet path nobody copies any other way.</summary>
    /// <param name="from">The bytes.</param>
    /// <param name="to">At least as many.</param>
    public void Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        CopiedBytes += from.Length;
        from.CopyTo(to);
    }

    internal static int CapacityOf(int sizeClass) => sizeClass == 0 ? SmallCapacity : LargeCapacity >> (Sizes - 1 - sizeClass);

    internal void Return(PacketBuffer buffer)
    {
        PoolBlock block = buffer.Block;
        bool wasUsedUp = !block.HasFree;
        block.Give(buffer);
        RentedCount--;
        RentedBytes -= buffer.Capacity;
        if (block.IsWhole)
        {
            if (!wasUsedUp)
            {
                _begun[block.SizeClass].Remove(block.Place);
            }

            _whole.Push(block);
        }
        else if (wasUsedUp)
        {
            _begun[block.SizeClass].AddFirst(block.Place);
        }
    }

    // The smallest is a little less than the largest halved five times, so that a slab of them has no rest.
    private static int ClassOf(int bytes) => bytes <= SmallCapacity
        ? 0
        : Math.Max(1, Sizes - 1 - BitOperations.Log2((uint)(LargeCapacity / bytes)));

    // One that is cut for the size already, else one that nobody holds.
    private PoolBlock? FindBlock(int sizeClass)
    {
        if (_begun[sizeClass].First is { } begun)
        {
            return begun.Value;
        }

        if (_whole.Count == 0 && !TryAddSlab())
        {
            return null;
        }

        PoolBlock block = _whole.Pop();
        block.Cut(sizeClass);
        return block;
    }

    private bool TryAddSlab()
    {
        int count = (int)Math.Min(BlocksPerSlab, (_limit - AllocatedBytes) / LargeCapacity);
        if (count <= 0)
        {
            return false;
        }

        // Pinned and uninitialised: the kernel and libcrypto read it in place, and nobody reads what was not written.
        byte[] slab = GC.AllocateUninitializedArray<byte>(LargeCapacity * count, pinned: true);
        AllocatedBytes += slab.Length;
        for (int i = count - 1; i >= 0; i--)
        {
            _whole.Push(new PoolBlock(this, slab, i * LargeCapacity));
        }

        return true;
    }
}
