namespace Lamina.Bearers.Rings;

/// <summary>
/// Where a ring is and how large it is: proved once, trusted from then on, because this copy is private. Whoever maps the
/// memory keeps it mapped, and sealed against shrinking, for as long as a <see cref="RingWriter"/> or
/// <see cref="RingReader"/> uses it.
/// </summary>
public readonly unsafe struct RingMemory
{
    private RingMemory(byte* start, int capacity)
    {
        Start = start;
        Capacity = capacity;
    }

    /// <summary>Bytes of the data area.</summary>
    public int Capacity { get; }

    internal byte* Start { get; }

    /// <summary>Lays an empty ring into zeroed memory.</summary>
    /// <param name="start">Page-aligned.</param>
    /// <param name="length">Mapped bytes, at least <see cref="RingLayout.TotalLength"/>.</param>
    /// <param name="capacity">A power of two, 64 to 2^30.</param>
    /// <param name="ring">The ring, if the parameters fit.</param>
    public static bool TryCreate(byte* start, long length, int capacity, out RingMemory ring)
    {
        ring = default;
        if (!Fits(start, length, capacity))
        {
            return false;
        }

        new Span<byte>(start, RingLayout.HeaderLength).Clear();
        *(uint*)(start + RingLayout.VersionOffset) = RingLayout.Version;
        *(ulong*)(start + RingLayout.CapacityOffset) = (ulong)capacity;
        Volatile.Write(ref *(uint*)(start + RingLayout.MagicOffset), RingLayout.Magic);
        ring = new RingMemory(start, capacity);
        return true;
    }

    /// <summary>Takes up a ring that the peer laid out; false if it is no ring of this version, or larger than the mapping.</summary>
    public static bool TryAttach(byte* start, long length, out RingMemory ring)
    {
        ring = default;
        if (length < RingLayout.HeaderLength || ((nuint)start & RingLayout.AlignmentMask) != 0)
        {
            return false;
        }

        if (Volatile.Read(ref *(uint*)(start + RingLayout.MagicOffset)) != RingLayout.Magic
            || Volatile.Read(ref *(uint*)(start + RingLayout.VersionOffset)) != RingLayout.Version)
        {
            return false;
        }

        // One read: the value that is checked is the value that is used.
        var claimed = Volatile.Read(ref *(ulong*)(start + RingLayout.CapacityOffset));
        if (claimed > RingLayout.MaxCapacity || !Fits(start, length, (int)claimed))
        {
            return false;
        }

        ring = new RingMemory(start, (int)claimed);
        return true;
    }

    internal ulong* Word64(int offset) => (ulong*)(Start + offset);

    internal uint* Word32(int offset) => (uint*)(Start + offset);

    internal byte* Data => Start + RingLayout.HeaderLength;

    private static bool Fits(byte* start, long length, int capacity)
        => ((nuint)start & RingLayout.AlignmentMask) == 0
           && RingLayout.IsCapacity(capacity)
           && length >= RingLayout.TotalLength(capacity);
}
