namespace Lamina.Core;

/// <summary>
/// What turns around waits here: no machine is re-entered. Data goes down by calls or up by calls; an answer while
/// receiving, or a local layer that loops back, is posted, and the owner of the domain drains the queue before it lets go.
/// Bounded: a train that finds it full is dropped and counted, like a packet on a link. A call without a train always
/// fits: it changes state, and losing it would leave the state half changed.
/// </summary>
public sealed class RunQueue
{
    /// <summary>Default bound in trains.</summary>
    public const int DefaultLimit = 4096;

    private readonly Queue<Item> _items = new();
    private readonly int _limit;

    /// <summary>Makes a queue with a bound on waiting trains.</summary>
    public RunQueue(int limit = DefaultLimit) => _limit = limit;

    /// <summary>Trains that were dropped because the queue was full.</summary>
    public long DroppedCount { get; private set; }

    /// <summary>Calls and trains that wait.</summary>
    public int Count => _items.Count;

    /// <summary>Trains among them.</summary>
    public int Trains { get; private set; }

    /// <summary>True when nothing waits.</summary>
    public bool IsEmpty => _items.Count == 0;

    /// <summary>Posts a train with the reference that the caller holds; releases it when the queue is full.</summary>
    /// <returns>False when it was dropped.</returns>
    public bool TryPostTrain(IDeferred target, int code, in Train train)
    {
        if (_items.Count >= _limit)
        {
            train.Buffer.Release();
            DroppedCount++;
            return false;
        }

        Trains++;
        _items.Enqueue(new Item(target, code, train));
        return true;
    }

    /// <summary>Posts a call without a train.</summary>
    public void Post(IDeferred target, int code = 0) => _items.Enqueue(new Item(target, code, default));

    /// <summary>Runs what waits, and what that posts, up to <paramref name="budget"/> items.</summary>
    /// <returns>True when the queue is empty.</returns>
    public bool Drain(Instant now, int budget = int.MaxValue)
    {
        for (; budget > 0 && _items.TryDequeue(out Item item); budget--)
        {
            Trains -= item.Train.Count > 0 ? 1 : 0;
            item.Target.RunDeferred(item.Code, item.Train, now);
        }

        return _items.Count == 0;
    }

    private readonly record struct Item(IDeferred Target, int Code, Train Train);
}
