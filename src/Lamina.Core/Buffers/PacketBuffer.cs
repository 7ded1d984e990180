namespace Lamina.Core;

/// <summary>
/// A piece of pinned memory from a <see cref="PacketPool"/>, counted by reference.
/// <para>
/// Ownership: who rents holds one reference; <see cref="Retain"/> adds one, <see cref="Release"/> gives one back,
/// the last one returns the memory. The count is plain, not atomic: a buffer never leaves the domain of its pool.
/// </para>
/// </summary>
public sealed class PacketBuffer
{
    private readonly byte[] _slab;
    private readonly int _start;
    private int _references;

    internal PacketBuffer(PacketPool pool, PoolBlock block, byte[] slab, int start, int capacity)
    {
        Pool = pool;
        _slab = slab;
        _start = start;
        Capacity = capacity;
        Block = block;
    }

    /// <summary>Size in bytes.</summary>
    public int Capacity { get; }

    /// <summary>True while more than one holder has it: then nobody may write to bytes that another may still read.</summary>
    public bool IsShared => _references > 1;

    /// <summary>All of its memory.</summary>
    public Span<byte> Span => new(_slab, _start, Capacity);

    /// <summary>All of its memory, for I/O that needs more than a span; the slab is pinned for ever.</summary>
    public Memory<byte> Memory => new(_slab, _start, Capacity);

    /// <summary>Where it comes from, and goes back to.</summary>
    public PacketPool Pool { get; }

    /// <summary>What it is cut from.</summary>
    internal PoolBlock Block { get; }

    /// <summary>Adds a holder.</summary>
    public void Retain() => _references++;

    /// <summary>Takes a holder away; the last one gives the memory back to the pool.</summary>
    public void Release()
    {
        if (_references <= 0)
        {
            throw new InvalidOperationException("a packet buffer was released more often than it was held");
        }

        if (--_references == 0)
        {
            Pool.Return(this);
        }
    }

    internal void MarkRented() => _references = 1;
}
