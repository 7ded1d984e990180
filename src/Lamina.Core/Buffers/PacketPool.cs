namespace Lamina.Core;

/// <summary>
/// Packet buffers of two sizes, cut from pinned slabs that are never given back to the garbage collector.
/// One pool per domain, never shared between applications. Bounded: when the bound is reached,
/// <see cref="TryRent"/> says no, and the caller drops and counts or waits.
/// </summary>
public sealed class PacketPool
{
    /// <summary>Capacity of a small buffer: one packet of a common link with all its head room.</summary>
    public const int SmallCapacity = 2048;

    /// <summary>Capacity of a large buffer: the longest UDP datagram or train (65507 bytes) with head room.</summary>
    public const int LargeCapacity = 66 * 1024;

    /// <summary>Default bound in bytes: 64 MiB.</summary>
    public const long DefaultLimit = 64L << 20;

    private static readonly int[] Capacities = [SmallCapacity, LargeCapacity];
    private static readonly int[] BuffersPerSlab = [256, 16];

    private readonly Stack<PacketBuffer>[] _free = [new(), new()];
    private readonly long _limit;

    /// <summary>Makes a pool that never holds more than <paramref name="limit"/> bytes.</summary>
    public PacketPool(long limit = DefaultLimit) => _limit = limit;

    /// <summary>Bytes of slabs that exist now.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>The bound on <see cref="AllocatedBytes"/>.</summary>
    public long Limit => _limit;

    /// <summary>Bytes of buffers that somebody holds now. Counted when asked, not when rented.</summary>
    public long RentedBytes
    {
        get
        {
            long free = 0;
            for (int i = 0; i < _free.Length; i++)
            {
                free += (long)_free[i].Count * Capacities[i];
            }

            return AllocatedBytes - free;
        }
    }

    /// <summary>Buffers that somebody holds now; 0 when everything has come back.</summary>
    public int RentedCount { get; private set; }

    /// <summary>How often a rent was refused because the bound was reached.</summary>
    public long RefusedCount { get; private set; }

    /// <summary>
    /// Rents a buffer of at least <paramref name="capacity"/> bytes (at most <see cref="LargeCapacity"/>);
    /// the caller holds its only reference.
    /// </summary>
    /// <returns>False when the bound is reached.</returns>
    public bool TryRent(int capacity, out PacketBuffer buffer)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, LargeCapacity);
        int sizeClass = capacity <= SmallCapacity ? 0 : 1;
        Stack<PacketBuffer> free = _free[sizeClass];
        if (free.Count == 0 && !TryAddSlab(sizeClass))
        {
            RefusedCount++;
            buffer = null!;
            return false;
        }

        buffer = free.Pop();
        buffer.MarkRented();
        RentedCount++;
        return true;
    }

    internal void Return(PacketBuffer buffer)
    {
        RentedCount--;
        _free[buffer.SizeClass].Push(buffer);
    }

    private bool TryAddSlab(int sizeClass)
    {
        int capacity = Capacities[sizeClass];
        int count = BuffersPerSlab[sizeClass];
        if (AllocatedBytes + ((long)capacity * count) > _limit)
        {
            return false;
        }

        // Pinned and uninitialised: the kernel and libcrypto read it in place, and nobody reads what was not written.
        byte[] slab = GC.AllocateUninitializedArray<byte>(capacity * count, pinned: true);
        AllocatedBytes += slab.Length;
        for (int i = count - 1; i >= 0; i--)
        {
            _free[sizeClass].Push(new PacketBuffer(this, slab, i * capacity, capacity, sizeClass));
        }

        return true;
    }
}
