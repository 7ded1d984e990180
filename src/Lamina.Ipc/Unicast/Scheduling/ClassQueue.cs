using Lamina.Core;

namespace Lamina.Ipc.Unicast.Scheduling;

/// <summary>
/// The packets of one class that wait for one neighbour: a queue for each flow, by hash, served by deficit round robin. Every
/// operation is O(1), whatever the number of flows.
/// </summary>
internal sealed class ClassQueue
{
    /// <summary>Queues: flows of one hash share one.</summary>
    private const int Places = 1 << PlaceBits;

    private const int PlaceBits = 8;

    /// <summary>Bytes that wait at most.</summary>
    public const int ByteLimit = 512 * 1024;

    /// <summary>Trains that wait at most: a small packet may hold a large buffer.</summary>
    private const int TrainLimit = 512;

    private readonly FlowQueue?[] _queues = new FlowQueue?[Places];

    // Those that are not empty, in a ring; the last, whose next is the first in turn.
    private FlowQueue? _last;
    private int _trains;

    /// <summary>Bytes that wait.</summary>
    public int Bytes { get; private set; }

    /// <summary>True where nothing waits.</summary>
    public bool IsEmpty => _last is null;

    /// <summary>Bytes sent by higher classes since this one was served, while it waited.</summary>
    public int PassedOver { get; set; }

    /// <summary>Bytes of a flow that may come to those that wait; never negative.</summary>
    /// <param name="key">The flow.</param>
    /// <param name="limit">Bytes of it that may wait in all.</param>
    public int RoomFor(ulong key, int limit)
    {
        int waiting = _queues[PlaceOf(key)]?.Bytes ?? 0;
        return _trains >= TrainLimit ? 0 : Math.Max(0, Math.Min(limit, ByteLimit - Bytes) - waiting);
    }

    /// <summary>Takes a train in, with its reference.</summary>
    /// <returns>False, and nothing changed, where there is no room.</returns>
    public bool TryAdd(ulong key, in Train train, Instant now)
    {
        // Nobody takes more than what is free: with n flows each gets at least a (n+1)th, and one flow half.
        int bytes = train.TotalLength;
        if (bytes > RoomFor(key, int.MaxValue))
        {
            return false;
        }

        FlowQueue queue = _queues[PlaceOf(key)] ??= new FlowQueue();

        if (queue.IsEmpty)
        {
            Enter(queue);
        }

        queue.Add(train, now);
        Bytes += bytes;
        _trains++;
        return true;
    }

    /// <summary>The next packets, and since when they have waited; only where it is not empty.</summary>
    /// <param name="room">Bytes that may be sent; at least one packet is taken.</param>
    /// <param name="overhead">Bytes that lower layers add to each packet.</param>
    /// <param name="since">Since when they have waited.</param>
    public Train Take(int room, int overhead, out Instant since)
    {
        FlowQueue queue = _last!.Next!;
        bool isAlone = queue == _last;
        ref Waiting oldest = ref queue.Peek();
        since = oldest.Since;
        int length = Math.Max(1, oldest.Train.Length + overhead);
        if (queue.Deficit <= 0)
        {
            // An eighth of what the flow below takes at a time: short turns where it is slow, whole trains where it is fast.
            queue.Deficit += Math.Max(length, room / 8);
        }

        int allowed = isAlone ? room : Math.Min(room, queue.Deficit);
        int count = Math.Clamp(allowed / length, 1, oldest.Train.Count);
        _trains -= count == oldest.Train.Count ? 1 : 0;
        Train taken = queue.Take(count);
        int bytes = taken.TotalLength;
        Bytes -= bytes;
        queue.Deficit = isAlone ? 0 : queue.Deficit - bytes - (count * overhead);
        if (queue.IsEmpty)
        {
            queue.Deficit = 0;
            Leave(queue);
        }
        else if (queue.Deficit <= 0)
        {
            _last = queue;
        }

        return taken;
    }

    private static int PlaceOf(ulong key) => (int)((key * 0x9E3779B97F4A7C15) >> (64 - PlaceBits));

    // At the end of the ring: whoever comes often with little must not pass the others each time.
    private void Enter(FlowQueue queue)
    {
        if (_last is null)
        {
            queue.Next = queue;
            _last = queue;
        }
        else
        {
            queue.Next = _last.Next;
            _last.Next = queue;
            _last = queue;
        }
    }

    // Only the first in turn leaves.
    private void Leave(FlowQueue queue)
    {
        _last!.Next = queue.Next;
        _last = queue == _last ? null : _last;
        queue.Next = null;
    }
}
