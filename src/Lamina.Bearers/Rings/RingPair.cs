using System.Diagnostics.CodeAnalysis;
using Lamina.Bearers.Linux;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Bearers.Rings;

/// <summary>
/// Two rings of one size in one piece of sealed shared memory, one for each direction.
/// <code>
/// | ring 0: the maker reads | ring 1: the maker writes |
/// </code>
/// </summary>
public sealed unsafe class RingPair : IDisposable
{
    private readonly SharedMemory _memory;

    private RingPair(SharedMemory memory, RingMemory toMaker, RingMemory fromMaker)
    {
        _memory = memory;
        ToMaker = toMaker;
        FromMaker = fromMaker;
    }

    /// <summary>The ring that the maker reads.</summary>
    public RingMemory ToMaker { get; }

    /// <summary>The ring that the maker writes.</summary>
    public RingMemory FromMaker { get; }

    /// <summary>For passing on. Owned by this object.</summary>
    public SafeFileHandle Descriptor => _memory.Descriptor;

    /// <summary>New, empty rings.</summary>
    /// <param name="name">Shown in /proc only.</param>
    /// <param name="capacity">Bytes of each ring's data area: a power of two, at least 4096.</param>
    /// <exception cref="IOException">The system refused.</exception>
    public static RingPair Create(string name, int capacity)
    {
        long each = RingLayout.TotalLength(capacity);
        var memory = SharedMemory.Create(name, 2 * each);
        if (RingMemory.TryCreate(memory.Pointer, each, capacity, out RingMemory first)
            && RingMemory.TryCreate(memory.Pointer + each, each, capacity, out RingMemory second))
        {
            return new RingPair(memory, first, second);
        }

        memory.Dispose();
        throw new ArgumentOutOfRangeException(nameof(capacity));
    }

    /// <summary>Takes up what a peer made; false where it is not two rings in memory of a fixed size.</summary>
    /// <param name="descriptor">Owned by the result on success, by the caller otherwise.</param>
    /// <param name="pair">The rings.</param>
    public static bool TryAttach(SafeFileHandle descriptor, [NotNullWhen(true)] out RingPair? pair)
    {
        pair = null;
        if (!SharedMemory.TryMap(descriptor, out SharedMemory? memory))
        {
            return false;
        }

        long each = memory.Length / 2;
        if (each > RingLayout.HeaderLength
            && RingMemory.TryAttach(memory.Pointer, each, out RingMemory first)
            && RingMemory.TryAttach(memory.Pointer + each, each, out RingMemory second))
        {
            pair = new RingPair(memory, first, second);
            return true;
        }

        memory.Dispose();
        return false;
    }

    /// <summary>Unmaps. No reader or writer of these rings may be used any more.</summary>
    public void Dispose() => _memory.Dispose();
}
