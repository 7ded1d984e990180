using System.Numerics;
using Lamina.Core;
using Lamina.Wire.Frcp;

namespace Lamina.Protocols.Flows;

/// <summary>
/// What was sent and is not acknowledged: a ring of trains with consecutive numbers, and counts over all their segments.
/// Bounded by the sender's limit of unacknowledged bytes. While it is empty it has no array.
/// </summary>
internal sealed class Scoreboard(ArrayShelf<SentTrain> shelf)
{
    private SentTrain[] _trains = [];
    private int _head;
    private SequenceNumber _highest;
    private bool _hasHighest;

    /// <summary>Trains kept.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the buffers that are held.</summary>
    public int HeldBytes { get; private set; }

    /// <summary>Segments of all trains.</summary>
    public int Segments { get; private set; }

    /// <summary>Segments that the peer has out of order.</summary>
    public int Delivered { get; private set; }

    /// <summary>Segments that wait to be sent again.</summary>
    public int Lost { get; private set; }

    /// <summary>Segments that counted as lost, were not sent again, and had arrived all the same.</summary>
    public long FoundAlive { get; private set; }

    /// <summary>Segments that have counted as lost so far.</summary>
    public long EverLost { get; private set; }

    /// <summary>Segments on their way, as far as we know.</summary>
    public int InFlight => Segments - Delivered - Lost;

    /// <summary>A train, oldest first. The length of the ring is a power of two.</summary>
    public ref SentTrain this[int index] => ref _trains[(_head + index) & (_trains.Length - 1)];

    /// <summary>Keeps a train with one reference of its buffer.</summary>
    public void Add(in Train train, SequenceNumber first, Instant now)
    {
        if (Count == _trains.Length)
        {
            Grow();
        }

        this[Count++] = new SentTrain { Train = train, First = first, SentAt = now };
        HeldBytes += train.Buffer.Capacity;
        Segments += train.Count;
    }

    /// <summary>Everything before a number has arrived: releases whole trains, marks the rest.</summary>
    /// <returns>True when that was news.</returns>
    public bool Acknowledge(SequenceNumber end, LossDetector detector, Instant now)
    {
        bool isNews = false;
        while (Count > 0)
        {
            ref SentTrain oldest = ref this[0];
            int count = Math.Min(end.DistanceFrom(oldest.First), oldest.Train.Count);
            if (count <= 0)
            {
                break;
            }

            isNews |= Deliver(ref oldest, TrainBits.All(count), detector, now);
            if (count < oldest.Train.Count)
            {
                break;
            }

            RemoveFirst();
        }

        return isNews;
    }

    /// <summary>A block of numbers has arrived, with something missing before it.</summary>
    /// <returns>True when that was news.</returns>
    public bool Acknowledge(SackBlock block, LossDetector detector, Instant now)
    {
        bool isNews = false;
        for (int i = IndexOf(block.Start); i < Count; i++)
        {
            ref SentTrain train = ref this[i];
            int first = Math.Max(0, block.Start.DistanceFrom(train.First));
            int end = Math.Min(train.Train.Count, block.End.DistanceFrom(train.First));
            if (end <= 0)
            {
                break;
            }

            if (first < end)
            {
                isNews |= Deliver(ref train, TrainBits.Range(first, end - first), detector, now);
            }
        }

        return isNews;
    }

    /// <summary>Segments count as lost.</summary>
    public void MarkLost(ref SentTrain train, ulong segments)
    {
        segments &= train.InFlight;
        train.Lost |= segments;
        int count = BitOperations.PopCount(segments);
        Lost += count;
        EverLost += count;
    }

    /// <summary>The highest segment on its way counts as lost, so that it is sent again.</summary>
    /// <returns>False where none is on its way.</returns>
    public bool TryMarkHighest(out SequenceNumber number)
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            ref SentTrain train = ref this[i];
            if (train.InFlight != 0)
            {
                int highest = BitOperations.Log2(train.InFlight);
                number = train.First + highest;
                MarkLost(ref train, 1UL << highest);
                return true;
            }
        }

        number = default;
        return false;
    }

    /// <summary>What counts as lost is on its way after all.</summary>
    public void MarkAllFound()
    {
        for (int i = 0; i < Count; i++)
        {
            this[i].Lost = 0;
        }

        Lost = 0;
    }

    /// <summary>Lost segments are on their way again.</summary>
    public void MarkResent(ref SentTrain train, ulong segments, Instant now)
    {
        segments &= train.Lost;
        train.Lost &= ~segments;
        train.Resent |= segments;
        train.ResentAt = now;
        Lost -= BitOperations.PopCount(segments);
    }

    /// <summary>A new run begins: nothing of it has arrived.</summary>
    public void BeginRun() => _hasHighest = false;

    /// <summary>Releases everything.</summary>
    public void Clear()
    {
        while (Count > 0)
        {
            RemoveFirst();
        }
    }

    // The train that holds a number, or the first behind it: their numbers follow each other.
    private int IndexOf(SequenceNumber number)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (this[middle].End.IsAfter(number))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private bool Deliver(ref SentTrain train, ulong segments, LossDetector detector, Instant now)
    {
        ulong news = segments & ~train.Delivered;
        if (news == 0)
        {
            return false;
        }

        int alive = BitOperations.PopCount(train.Lost & news);
        FoundAlive += alive;
        Lost -= alive;
        Delivered += BitOperations.PopCount(news);
        train.Lost &= ~news;
        train.Delivered |= news;
        ulong first = news & ~train.Resent;
        if (first != 0)
        {
            if (_hasHighest && (train.First + BitOperations.TrailingZeroCount(first)).IsBefore(_highest))
            {
                detector.NoteReordering();
            }

            detector.NoteDelivered(EndOf(train, first), train.SentAt, once: true, now);
        }

        if (first != news)
        {
            detector.NoteDelivered(EndOf(train, news & train.Resent), train.ResentAt, once: false, now);
        }

        SequenceNumber end = EndOf(train, news);
        _highest = _hasHighest ? SequenceNumber.Later(_highest, end) : end;
        _hasHighest = true;
        return true;
    }

    private static SequenceNumber EndOf(in SentTrain train, ulong segments) => train.First + (BitOperations.Log2(segments) + 1);

    private void RemoveFirst()
    {
        ref SentTrain oldest = ref this[0];
        Delivered -= BitOperations.PopCount(oldest.Delivered);
        Lost -= BitOperations.PopCount(oldest.Lost);
        Segments -= oldest.Train.Count;
        HeldBytes -= oldest.Train.Buffer.Capacity;
        oldest.Train.Buffer.Release();
        oldest = default;
        _head = (_head + 1) & (_trains.Length - 1);
        Count--;
        if (Count == 0)
        {
            shelf.Give(_trains);
            _trains = [];
            _head = 0;
        }
    }

    private void Grow()
    {
        SentTrain[] larger = shelf.Take(_trains.Length * 2);
        for (int i = 0; i < Count; i++)
        {
            larger[i] = this[i];
            this[i] = default;
        }

        shelf.Give(_trains);
        _trains = larger;
        _head = 0;
    }
}
