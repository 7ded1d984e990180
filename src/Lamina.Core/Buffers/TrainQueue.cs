namespace Lamina.Core;

/// <summary>
/// A bounded first-in first-out queue of trains that are held (one buffer reference each). The bound counts the
/// payload's bytes, and trains: one of a single byte holds a whole buffer. What does not fit is refused, and the caller
/// drops and counts it.
/// </summary>
public sealed class TrainQueue(int byteLimit)
{
    /// <summary>Trains that may wait, whatever their bytes.</summary>
    public const int MaxTrains = 1024;

    private Train[] _items = new Train[8];
    private int _head;

    /// <summary>Trains waiting.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of their segments.</summary>
    public int Bytes { get; private set; }

    /// <summary>Bytes that still fit.</summary>
    public int Room => byteLimit - Bytes;

    /// <summary>The oldest train, in place; only when <see cref="Count"/> is above 0.</summary>
    public ref Train Peek() => ref _items[_head];

    /// <summary>Takes a train in, with the reference that the caller holds.</summary>
    /// <returns>False, and nothing changed, when it would pass the bound; an empty queue takes any train.</returns>
    public bool TryEnqueue(in Train train)
    {
        int bytes = train.TotalLength;
        if (Count > 0 && (Bytes + bytes > byteLimit || Count == MaxTrains))
        {
            return false;
        }

        if (Count == _items.Length)
        {
            Grow();
        }

        _items[(_head + Count) % _items.Length] = train;
        Count++;
        Bytes += bytes;
        return true;
    }

    /// <summary>Hands the oldest train and its reference to the caller.</summary>
    public bool TryDequeue(out Train train)
    {
        if (Count == 0)
        {
            train = default;
            return false;
        }

        train = _items[_head];
        _items[_head] = default;
        _head = (_head + 1) % _items.Length;
        Count--;
        Bytes -= train.TotalLength;
        return true;
    }

    /// <summary>Releases everything.</summary>
    public void Clear()
    {
        while (TryDequeue(out Train train))
        {
            train.Buffer.Release();
        }
    }

    private void Grow()
    {
        var larger = new Train[_items.Length * 2];
        for (int i = 0; i < Count; i++)
        {
            larger[i] = _items[(_head + i) % _items.Length];
        }

        _items = larger;
        _head = 0;
    }
}
