using System.Numerics;
using Lamina.Bearers.Rings;

namespace Lamina.Node.Ownership;

/// <summary>
/// Bounded, many producers, one consumer at a time (the owner). Each slot carries a sequence number that says whose turn
/// it is: <c>p</c>: free for the producer that claims position p; <c>p + 1</c>: filled, for the consumer at position p.
/// Producers claim positions by compare and exchange on the tail, so a full inbox refuses at once and nobody waits.
/// <para>
/// A producer that stalls between claim and fill hides what others filled behind it. That is no lost work: when it has
/// filled its slot it looks at the domain like every poster does, and the one who drains then finds all.
/// </para>
/// </summary>
internal sealed class Inbox<TStep>
    where TStep : struct, IStepper
{
    // Words 128 bytes apart: tail and head are written by different threads.
    private const int TailIndex = 16;
    private const int HeadIndex = 32;
    private const int WordCount = 48;

    private readonly ulong[] _words = GC.AllocateArray<ulong>(WordCount, pinned: true);
    private readonly ulong[] _sequences;
    private readonly IDomainWork?[] _items;
    private readonly ulong _mask;

    public Inbox(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        capacity = (int)BitOperations.RoundUpToPowerOf2((uint)capacity);
        _sequences = GC.AllocateArray<ulong>(capacity, pinned: true);
        for (var i = 0; i < capacity; i++)
        {
            _sequences[i] = (ulong)i;
        }

        _items = new IDomainWork?[capacity];
        _mask = (ulong)capacity - 1;
    }

    /// <summary>The position behind everything claimed so far, the caller's own posts among it.</summary>
    public ulong Tail => TStep.Load(ref _words[TailIndex]);

    /// <summary>Where the owner stands. Exact for the owner only.</summary>
    public ulong Head => TStep.Load(ref _words[HeadIndex]);

    /// <summary>
    /// Whether the next slot is filled. Anybody may ask: a head that is out of date means that somebody else owned since,
    /// and that one asks too when it leaves.
    /// </summary>
    public bool HasWork
    {
        get
        {
            var head = Head;
            return TStep.Load(ref _sequences[head & _mask]) == head + 1;
        }
    }

    public bool TryAdd(IDomainWork work)
    {
        var position = Tail;
        while (true)
        {
            ref var sequence = ref _sequences[position & _mask];
            var turn = (long)(TStep.Load(ref sequence) - position);
            if (turn < 0)
            {
                return false;
            }

            if (turn > 0)
            {
                position = Tail;
                continue;
            }

            var tail = TStep.CompareExchange(ref _words[TailIndex], position + 1, position);
            if (tail == position)
            {
                _items[position & _mask] = work;
                // Release: who sees the number sees the work.
                TStep.Store(ref sequence, position + 1);
                return true;
            }

            position = tail;
        }
    }

    /// <summary>Owner only.</summary>
    public bool TryTake(out IDomainWork work)
    {
        var head = Head;
        ref var sequence = ref _sequences[head & _mask];
        if (TStep.Load(ref sequence) != head + 1)
        {
            work = null!;
            return false;
        }

        ref var item = ref _items[head & _mask];
        work = item!;
        item = null;
        TStep.Store(ref _words[HeadIndex], head + 1);
        // Release: a producer that sees the slot free sees it empty.
        TStep.Store(ref sequence, head + _mask + 1);
        return true;
    }
}
