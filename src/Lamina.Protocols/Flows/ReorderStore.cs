using System.Numerics;
using Lamina.Core;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Flows;

/// <summary>
/// What came before something earlier. A ring with a place for every number, from the first number expected on: a bit says
/// whether it is there, and where a run of segments begins lies its train, with its buffer. So finding, adding and taking
/// cost the same however much is kept. Bounded by the receive window.
/// </summary>
internal sealed class ReorderStore(PacketPool pool, FlowEndCounters counters)
{
    private const int WordBits = 64;

    // Twice the largest receive window that may be set, so that a number never meets another's place.
    private const int MaxPlaces = 1 << 21;

    private Train[] _trains = new Train[WordBits];
    private ulong[] _present = new ulong[1];

    // Nothing that is kept comes before the first, or at the end or behind it.
    private SequenceNumber _first;
    private SequenceNumber _end;

    public bool IsEmpty { get; private set; } = true;

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
                count = Math.Min(count, ReceivedSlice.SegmentsToCopy(slice));
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
        while (!IsEmpty && TryFind(_first, isThere: true, out SequenceNumber number) && !number.IsAfter(next))
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

    /// <summary>
    /// Writes what is there as blocks, from the lowest on. In this order what is left out for want of room lies above all
    /// that is told, so that the sender never takes for lost what is only not told.
    /// </summary>
    /// <returns>Their number.</returns>
    public int WriteBlocks(Span<SackBlock> blocks)
    {
        int count = 0;
        SequenceNumber from = _first;
        while (!IsEmpty && count < blocks.Length && TryFind(from, isThere: true, out SequenceNumber start))
        {
            if (!TryFind(start, isThere: false, out from))
            {
                from = _end;
            }

            blocks[count++] = new SackBlock(start, from);
        }

        return count;
    }

    /// <summary>Releases everything.</summary>
    public void Clear()
    {
        while (!IsEmpty && TryFind(_first, isThere: true, out SequenceNumber number))
        {
            Train train = _trains[PlaceOf(number)];
            Remove(number, train.Count);
            train.Buffer.Release();
        }
    }

    private int PlaceOf(SequenceNumber number) => (int)(number.Value & (uint)(_trains.Length - 1));

    private bool IsThere(SequenceNumber number)
    {
        int place = PlaceOf(number);
        return (_present[place / WordBits] >> (place % WordBits) & 1) != 0;
    }

    private void Keep(SequenceNumber first, in Train slice)
    {
        _trains[PlaceOf(first)] = ReceivedSlice.Keep(slice, pool, counters);
        counters.OutOfOrder += slice.Count;
        for (int i = 0; i < slice.Count; i++)
        {
            int place = PlaceOf(first + i);
            _present[place / WordBits] |= 1UL << (place % WordBits);
        }

        _first = SequenceNumber.Earlier(_first, first);
        _end = SequenceNumber.Later(_end, first + slice.Count);
        IsEmpty = false;
    }

    // A train that begins what is kept.
    private void Remove(SequenceNumber first, int count)
    {
        _trains[PlaceOf(first)] = default;
        for (int i = 0; i < count; i++)
        {
            int place = PlaceOf(first + i);
            _present[place / WordBits] &= ~(1UL << (place % WordBits));
        }

        _first = first + count;
        IsEmpty = _first == _end;
    }

    /// <summary>The first number from one on, below the end, that is there, or is not.</summary>
    private bool TryFind(SequenceNumber from, bool isThere, out SequenceNumber found)
    {
        for (found = from; found.IsBefore(_end);)
        {
            int place = PlaceOf(found);
            ulong word = _present[place / WordBits];
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
        }

        SequenceNumber start = SequenceNumber.Earlier(_first, first);
        int needed = SequenceNumber.Later(_end, first + count).DistanceFrom(start);
        if (needed > MaxPlaces)
        {
            return false;
        }

        if (needed > _trains.Length)
        {
            Grow((int)BitOperations.RoundUpToPowerOf2((uint)needed));
        }

        return true;
    }

    private void Grow(int places)
    {
        Train[] trains = _trains;
        ulong[] present = _present;
        _trains = new Train[places];
        _present = new ulong[places / WordBits];
        for (SequenceNumber number = _first; number.IsBefore(_end); number += 1)
        {
            int old = (int)(number.Value & (uint)(trains.Length - 1));
            if ((present[old / WordBits] >> (old % WordBits) & 1) != 0)
            {
                int place = PlaceOf(number);
                _trains[place] = trains[old];
                _present[place / WordBits] |= 1UL << (place % WordBits);
            }
        }
    }
}
