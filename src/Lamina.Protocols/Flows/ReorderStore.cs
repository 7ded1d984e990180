using Lamina.Core;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Flows;

/// <summary>
/// What came before something earlier: runs of segments in the order of their numbers, each holding its buffer. Bounded
/// by the receive window, and by <see cref="MaxRuns"/>.
/// </summary>
internal sealed class ReorderStore(PacketPool pool, FlowEndCounters counters)
{
    private const int MaxRuns = 1024;

    private (SequenceNumber First, Train Train)[] _runs = new (SequenceNumber, Train)[16];
    private int _head;
    private int _count;

    public bool IsEmpty => _count == 0;

    /// <summary>Keeps what is not there yet of segments that are lent.</summary>
    public void Insert(SequenceNumber first, Train slice)
    {
        int index = 0;
        while (index < _count && !EndOf(index).IsAfter(first))
        {
            index++;
        }

        while (slice.Count > 0)
        {
            int taken;
            if (index < _count && !At(index).First.IsAfter(first))
            {
                taken = Math.Min(slice.Count, EndOf(index).DistanceFrom(first));
                counters.Duplicates += taken;
                index++;
            }
            else
            {
                int gap = index < _count ? At(index).First.DistanceFrom(first) : int.MaxValue;
                taken = Math.Min(Math.Min(slice.Count, gap), ReceivedSlice.SegmentsToCopy(slice));
                if (!TryInsertAt(index++, first, slice.Slice(0, taken)))
                {
                    counters.Drop(DropReason.QueueFull, slice.Count);
                    return;
                }
            }

            first += taken;
            if (taken == slice.Count)
            {
                return;
            }

            slice = slice.Slice(taken, slice.Count - taken);
        }
    }

    /// <summary>Hands over what follows on a number, with its reference.</summary>
    /// <returns>False when that has not come.</returns>
    public bool TryTake(SequenceNumber next, out Train train)
    {
        while (_count > 0 && !At(0).First.IsAfter(next))
        {
            train = At(0).Train;
            int known = next.DistanceFrom(At(0).First);
            RemoveFirst();
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
        for (int i = 0; i < _count && count < blocks.Length; count++)
        {
            blocks[count] = BlockFrom(ref i);
        }

        return count;
    }

    /// <summary>Releases everything.</summary>
    public void Clear()
    {
        for (int i = 0; i < _count; i++)
        {
            At(i).Train.Buffer.Release();
            At(i) = default;
        }

        _head = 0;
        _count = 0;
    }

    private ref (SequenceNumber First, Train Train) At(int index) => ref _runs[_head + index];

    private SequenceNumber EndOf(int index) => At(index).First + At(index).Train.Count;

    private SackBlock BlockFrom(ref int index)
    {
        SequenceNumber start = At(index).First;
        SequenceNumber end = EndOf(index++);
        while (index < _count && At(index).First == end)
        {
            end = EndOf(index++);
        }

        return new SackBlock(start, end);
    }

    private bool TryInsertAt(int index, SequenceNumber first, in Train slice)
    {
        if (_count == MaxRuns)
        {
            return false;
        }

        if (_head + _count == _runs.Length)
        {
            MakeRoom();
        }

        Array.Copy(_runs, _head + index, _runs, _head + index + 1, _count - index);
        At(index) = (first, ReceivedSlice.Keep(slice, pool, counters));
        _count++;
        counters.OutOfOrder += slice.Count;
        return true;
    }

    private void RemoveFirst()
    {
        At(0) = default;
        _head++;
        _count--;
    }

    // Runs leave at the front and enter anywhere: the free front is used again when the back is reached.
    private void MakeRoom()
    {
        var target = _head < _runs.Length / 2 ? new (SequenceNumber, Train)[_runs.Length * 2] : _runs;
        Array.Copy(_runs, _head, target, 0, _count);
        if (target == _runs)
        {
            Array.Clear(_runs, _count, _runs.Length - _count);
        }

        _runs = target;
        _head = 0;
    }
}
