using System.Numerics;
using Lamina.Core;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Flows;

/// <summary>
/// What came before something earlier. A ring with a place for every number, from the first number expected on: a bit says
/// whether it is there, and where a run of segments begins lies its train, with its buffer. So finding, adding and taking
/// cost the same however much is kept. Bounded by the receive window. While it is empty it has no ring.
/// </summary>
internal sealed class ReorderStore(MachineContext context, FlowEndCounters counters)
{
    private const int WordBits = 64;

    // Blocks of an acknowledgement that are told once more, lest acknowledgements are lost: the latest, and all others in turn.
    private const int Latest = 5;
    private const int InTurn = 3;

    // Twice the largest receive window that may be set, so that a number never meets another's place.
    private const int MaxPlaces = 1 << 21;

    private readonly ArrayShelf<Train> _trainShelf = context.ShelfOf<Train>();
    private readonly ArrayShelf<ulong> _bitShelf = context.ShelfOf<ulong>();
    private Train[] _trains = [];
    private ulong[] _present = [];

    // Of those, what no acknowledgement has told yet; nothing below the mark.
    private ulong[] _untold = [];
    private SequenceNumber _untoldFrom;

    // Nothing that is kept comes before the first, or at the end or behind it.
    private SequenceNumber _first;
    private SequenceNumber _end;

    // Where the latest came, and which number's turn it is.
    private readonly SequenceNumber[] _latest = new SequenceNumber[Latest];
    private int _latestNext;
    private SequenceNumber _turn;

    public bool IsEmpty { get; private set; } = true;

    /// <summary>The number behind the highest that is kept; only while there is one.</summary>
    public SequenceNumber End => _end;

    /// <summary>Keeps what is not there yet of segments that are lent.</summary>
    /// <returns>The first neighbours of them that were there already; default where all are news.</returns>
    public SackBlock Insert(SequenceNumber first, Train slice)
    {
        SackBlock copies = default;
        if (!TryMakeRoom(first, slice.Count))
        {
            counters.Drop(DropReason.QueueFull, slice.Count);
            return copies;
        }

        for (int i = 0; i < slice.Count;)
        {
            bool isThere = IsThere(first + i);
            int count = 1;
            while (i + count < slice.Count && IsThere(first + i + count) == isThere)
            {
                count++;
            }

            if (isThere)
            {
                counters.Duplicates += count;
                copies = copies == default ? new SackBlock(first + i, first + i + count) : copies;
                i += count;
            }
            else
            {
                Keep(first + i, slice.Slice(i, count));
                i += count;
            }
        }

        return copies;
    }

    /// <summary>Hands over what follows on a number, with its reference.</summary>
    /// <returns>False when that has not come.</returns>
    public bool TryTake(SequenceNumber next, out Train train)
    {
        while (!IsEmpty && TryFind(_present, _first, isThere: true, out SequenceNumber number) && !number.IsAfter(next))
        {
            train = _trains[PlaceOf(number)];
            int known = next.DistanceFrom(number);
            Remove(number, train.Count);
            if (known < train.Count)
            {
                train = train.Slice(known, train.Count - known);
                return true;
            }

            train.Buffer.Release();
        }

        train = default;
        return false;
    }

    /// <summary>Something that came has not been told yet.</summary>
    public bool HasUntold => !IsEmpty && TryFind(_untold, _untoldFrom, isThere: true, out _);

    /// <summary>
    /// Writes blocks for an acknowledgement, in the order of their numbers: what came since the last one, and, in what room is left, some
    /// that were told before. The sender remembers what it was told, so that each is told often enough, however many there are.
    /// </summary>
    /// <param name="blocks">Where to.</param>
    /// <param name="among">A number whose block, if it is there, must be among them.</param>
    /// <returns>Their number.</returns>
    public int WriteBlocks(Span<SackBlock> blocks, SequenceNumber? among = null)
    {
        int count = 0;
        if (among is { } number && !IsEmpty)
        {
            Add(number, blocks, ref count);
        }

        while (count < blocks.Length && !IsEmpty && TryFind(_untold, _untoldFrom, isThere: true, out SequenceNumber start))
        {
            _untoldFrom = Add(start, blocks, ref count);
        }

        for (int i = 0; i < Latest && count < blocks.Length && !IsEmpty; i++)
        {
            Add(_latest[i], blocks, ref count);
        }

        for (int i = 0; i < InTurn && count < blocks.Length && !IsEmpty; i++)
        {
            if (_turn.IsBefore(_first) || !TryFind(_present, _turn, isThere: true, out SequenceNumber start))
            {
                start = _first;
            }

            _turn = Add(start, blocks, ref count);
        }

        foreach (SackBlock block in blocks[..count])
        {
            Set(_untold, block.Start, block.End.DistanceFrom(block.Start), false);
        }

        return count;
    }

    /// <summary>Releases everything.</summary>
    public void Clear()
    {
        while (!IsEmpty && TryFind(_present, _first, isThere: true, out SequenceNumber number))
        {
            Train train = _trains[PlaceOf(number)];
            Remove(number, train.Count);
            train.Buffer.Release();
        }
    }

    // Adds the block around a number, where it is there and not among the blocks; they stay in order.
    private SequenceNumber Add(SequenceNumber number, Span<SackBlock> blocks, ref int count)
    {
        if (number.IsBefore(_first) || !number.IsBefore(_end) || !IsThere(number))
        {
            return _first;
        }

        int at = count;
        while (at > 0 && blocks[at - 1].Start.IsAfter(number))
        {
            at--;
        }

        if (at > 0 && blocks[at - 1].End.IsAfter(number))
        {
            return blocks[at - 1].End;
        }

        SackBlock block = BlockAround(number);
        blocks[at..count].CopyTo(blocks[(at + 1)..]);
        blocks[at] = block;
        count++;
        return block.End;
    }

    private SackBlock BlockAround(SequenceNumber number)
    {
        if (!TryFind(_present, number, isThere: false, out SequenceNumber end))
        {
            end = _end;
        }

        SequenceNumber start = number;
        while (start.IsAfter(_first))
        {
            // The bits below the number's own, the nearest on top.
            int place = PlaceOf(start - 1);
            int bits = (place % WordBits) + 1;
            int ones = BitOperations.LeadingZeroCount(~(_present[place / WordBits] << (WordBits - bits)));
            start -= Math.Min(ones, bits);
            if (ones < bits)
            {
                break;
            }
        }

        // A full ring: what stands before the first place is the end.
        return new SackBlock(SequenceNumber.Later(start, _first), end);
    }

    private int PlaceOf(SequenceNumber number) => (int)(number.Value & (uint)(_trains.Length - 1));

    private bool IsThere(SequenceNumber number)
    {
        int place = PlaceOf(number);
        return (_present[place / WordBits] >> (place % WordBits) & 1) != 0;
    }

    private void Keep(SequenceNumber first, in Train slice)
    {
        _trains[PlaceOf(first)] = ReceivedSlice.Keep(slice, context.Pool, counters);
        counters.OutOfOrder += slice.Count;
        Set(_present, first, slice.Count, true);
        Set(_untold, first, slice.Count, true);
        _latest[_latestNext] = first;
        _latestNext = (_latestNext + 1) % Latest;
        _untoldFrom = SequenceNumber.Earlier(_untoldFrom, first);
        _first = SequenceNumber.Earlier(_first, first);
        _end = SequenceNumber.Later(_end, first + slice.Count);
        IsEmpty = false;
    }

    // A train that begins what is kept.
    private void Remove(SequenceNumber first, int count)
    {
        _trains[PlaceOf(first)] = default;
        Set(_present, first, count, false);
        Set(_untold, first, count, false);
        _first = first + count;
        _untoldFrom = SequenceNumber.Later(_untoldFrom, _first);
        IsEmpty = _first == _end;
        if (IsEmpty)
        {
            Rest();
        }
    }

    private void Rest()
    {
        _trainShelf.Give(_trains);
        _bitShelf.Give(_present);
        _bitShelf.Give(_untold);
        _trains = [];
        _present = [];
        _untold = [];
    }

    private void Set(ulong[] set, SequenceNumber first, int count, bool value)
    {
        while (count > 0)
        {
            int place = PlaceOf(first);
            int bits = Math.Min(count, WordBits - (place % WordBits));
            ulong mask = TrainBits.Range(place % WordBits, bits);
            set[place / WordBits] = value ? set[place / WordBits] | mask : set[place / WordBits] & ~mask;
            first += bits;
            count -= bits;
        }
    }

    /// <summary>The first number from one on, below the end, that is there, or is not.</summary>
    private bool TryFind(ulong[] set, SequenceNumber from, bool isThere, out SequenceNumber found)
    {
        for (found = from; found.IsBefore(_end);)
        {
            int place = PlaceOf(found);
            ulong word = set[place / WordBits];
            word = (isThere ? word : ~word) >> (place % WordBits);
            if (word != 0)
            {
                found += BitOperations.TrailingZeroCount(word);
                return found.IsBefore(_end);
            }

            found += WordBits - (place % WordBits);
        }

        return false;
    }

    private bool TryMakeRoom(SequenceNumber first, int count)
    {
        if (IsEmpty)
        {
            _first = first;
            _end = first;
            _untoldFrom = first;
        }

        SequenceNumber start = SequenceNumber.Earlier(_first, first);
        int needed = SequenceNumber.Later(_end, first + count).DistanceFrom(start);
        if (needed > MaxPlaces)
        {
            return false;
        }

        if (needed > _trains.Length)
        {
            Grow((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(needed, WordBits)));
        }

        return true;
    }

    private void Grow(int places)
    {
        Train[] trains = _trainShelf.Take(places);
        ulong[] present = _bitShelf.Take(places / WordBits);
        ulong[] untold = _bitShelf.Take(places / WordBits);
        (trains, _trains) = (_trains, trains);
        (present, _present) = (_present, present);
        (untold, _untold) = (_untold, untold);
        for (SequenceNumber number = _first; number.IsBefore(_end); number += 1)
        {
            int old = (int)(number.Value & (uint)(trains.Length - 1));
            Set(_present, number, 1, (present[old / WordBits] >> (old % WordBits) & 1) != 0);
            Set(_untold, number, 1, (untold[old / WordBits] >> (old % WordBits) & 1) != 0);
            _trains[PlaceOf(number)] = trains[old];
        }

        Array.Clear(trains);
        Array.Clear(present);
        Array.Clear(untold);
        _trainShelf.Give(trains);
        _bitShelf.Give(present);
        _bitShelf.Give(untold);
    }
}
