using Lamina.Core;

namespace Lamina.Ipc.Unicast.Scheduling;

/// <summary>
/// The flows with a reservation on one link, each with a queue of its own: who is due is served before every class but the layer's own
/// messages, the longest due first; who is not, where nobody else waits. Finding the next costs the logarithm of their number.
/// </summary>
/// <param name="headerLength">Bytes of each packet that the flow did not ask to carry.</param>
internal sealed class ReservedQueues(int headerLength)
{
    private const int TrainLimit = 512;

    private readonly Dictionary<ulong, ReservedQueue> _queues = [];
    private readonly PriorityQueue<(ulong Key, ReservedQueue Queue), Instant> _waiting = new();
    private int _trains;

    /// <summary>Bytes that wait.</summary>
    public int Bytes { get; private set; }

    /// <summary>True where nothing waits.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>True where somebody waits whose time has come.</summary>
    public bool IsDue(Instant now) => _waiting.TryPeek(out _, out Instant due) && due <= now;

    public bool Has(ulong key) => _queues.TryGetValue(key, out ReservedQueue? queue) && !queue.HasEnded;

    /// <summary>A flow has a reservation from now on, or another one.</summary>
    public void Set(ulong key, ulong rate, SchedulingClass which)
    {
        if (!_queues.TryGetValue(key, out ReservedQueue? queue))
        {
            _queues[key] = queue = new ReservedQueue();
        }

        (queue.Rate, queue.Which, queue.HasEnded) = (rate, which, false);
    }

    /// <summary>It has none any more.</summary>
    public void End(ulong key)
    {
        if (_queues.TryGetValue(key, out ReservedQueue? queue))
        {
            queue.HasEnded = true;
            if (queue.Packets.IsEmpty)
            {
                _queues.Remove(key);
            }
        }
    }

    /// <summary>Bytes of a flow that may come to those that wait; never negative. As <see cref="ClassQueue.RoomFor"/>.</summary>
    public int RoomFor(ulong key, int limit)
    {
        int waiting = _queues[key].Packets.Bytes;
        return _trains >= TrainLimit ? 0 : Math.Max(0, Math.Min(limit, ClassQueue.ByteLimit - Bytes) - waiting);
    }

    /// <summary>Takes a train in, with its reference.</summary>
    /// <returns>False, and nothing changed, where there is no room.</returns>
    public bool TryAdd(ulong key, in Train train, Instant now)
    {
        if (train.TotalLength > RoomFor(key, int.MaxValue))
        {
            return false;
        }

        ReservedQueue queue = _queues[key];
        if (queue.Packets.IsEmpty)
        {
            queue.NoteWaiting(now);
            _waiting.Enqueue((key, queue), queue.Due);
        }

        queue.Packets.Add(train, now);
        Bytes += train.TotalLength;
        _trains++;
        return true;
    }

    /// <summary>The next packet; only where it is not empty. One that is too late to be sent takes nothing of what is reserved.</summary>
    /// <param name="now">The present.</param>
    /// <param name="which">Its class.</param>
    /// <param name="since">Since when it has waited.</param>
    public Train Take(Instant now, out SchedulingClass which, out Instant since)
    {
        (ulong key, ReservedQueue queue) = _waiting.Dequeue();
        ref Waiting oldest = ref queue.Packets.Peek();
        (which, since) = (queue.Which, oldest.Since);
        _trains -= oldest.Train.Count == 1 ? 1 : 0;
        Train taken = queue.Packets.Take(1);
        Bytes -= taken.TotalLength;
        if (now - since <= SchedulingClasses.PatienceOf(which))
        {
            queue.NoteSent(taken.TotalLength - headerLength, now);
        }

        if (!queue.Packets.IsEmpty)
        {
            _waiting.Enqueue((key, queue), queue.Due);
        }
        else if (queue.HasEnded)
        {
            _queues.Remove(key);
        }

        return taken;
    }
}
