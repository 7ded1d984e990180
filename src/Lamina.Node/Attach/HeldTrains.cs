using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <summary>The trains of one flow that wait for its layer, in order, ready to go. Bounded by what the flow was granted.</summary>
internal sealed class HeldTrains
{
    private readonly Queue<(Train Train, Instant Since)> _trains = new();

    // What has gone of the oldest.
    private int _sentOfOldest;

    /// <summary>True where nothing waits.</summary>
    public bool IsEmpty => _trains.Count == 0;

    /// <summary>What the packets that wait are charged.</summary>
    public int Charge { get; private set; }

    /// <summary>Bytes of the buffers that they lie in.</summary>
    public long Memory { get; private set; }

    /// <summary>Takes a train in, with its reference.</summary>
    public void Add(in Train train, Instant now)
    {
        _trains.Enqueue((train, now));
        Charge += AttachCredit.ChargeOf(train.TotalLength, train.Count);
        Memory += train.Buffer.Capacity;
    }

    /// <summary>The next packets, with a reference of their own; only where something waits.</summary>
    /// <param name="credit">Bytes that may be sent; one packet is taken at least.</param>
    /// <param name="since">Since when they wait.</param>
    public Train Take(int credit, out Instant since)
    {
        (Train train, since) = _trains.Peek();
        int left = train.Count - _sentOfOldest;
        int count = Math.Clamp(credit / Math.Max(1, train.Length), 1, left);
        Train taken = train.Slice(_sentOfOldest, count);
        if (count < left)
        {
            taken.Buffer.Retain();
            _sentOfOldest += count;
        }
        else
        {
            _trains.Dequeue();
            _sentOfOldest = 0;
            Memory -= train.Buffer.Capacity;
        }

        Charge -= AttachCredit.ChargeOf(taken.TotalLength, taken.Count);
        return taken;
    }

    /// <summary>Releases all.</summary>
    /// <returns>Trains that were left.</returns>
    public int Clear()
    {
        int count = _trains.Count;
        while (_trains.TryDequeue(out (Train Train, Instant Since) held))
        {
            held.Train.Buffer.Release();
        }

        (_sentOfOldest, Charge, Memory) = (0, 0, 0);
        return count;
    }
}
