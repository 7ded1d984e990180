using Lamina.Core;

namespace Lamina.Ipc.Unicast.Scheduling;

/// <summary>The packets of one flow that wait, or of several flows of one hash; in the order in which they came.</summary>
internal sealed class FlowQueue
{
    private Waiting[] _items = new Waiting[4];
    private int _head;
    private int _count;

    /// <summary>Bytes that wait.</summary>
    public int Bytes { get; private set; }

    /// <summary>True where nothing waits.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Bytes that it may send in its turn.</summary>
    public int Deficit { get; set; }

    /// <summary>Who is next in turn.</summary>
    public FlowQueue? Next { get; set; }

    /// <summary>The oldest train, in place; only where it is not empty.</summary>
    public ref Waiting Peek() => ref _items[_head];

    public void Add(in Train train, Instant now)
    {
        if (_count == _items.Length)
        {
            Grow();
        }

        _items[(_head + _count++) % _items.Length] = new Waiting { Train = train, Since = now };
        Bytes += train.TotalLength;
    }

    /// <summary>Takes so many segments of the oldest train, with a reference of their own.</summary>
    public Train Take(int segments)
    {
        ref Train oldest = ref _items[_head].Train;
        Train taken = oldest;
        if (segments < oldest.Count)
        {
            taken = oldest.Slice(0, segments);
            taken.Buffer.Retain();
            oldest = oldest.Slice(segments, oldest.Count - segments);
        }
        else
        {
            _items[_head] = default;
            _head = (_head + 1) % _items.Length;
            _count--;
        }

        Bytes -= taken.TotalLength;
        return taken;
    }

    private void Grow()
    {
        var larger = new Waiting[_items.Length * 2];
        for (int i = 0; i < _count; i++)
        {
            larger[i] = _items[(_head + i) % _items.Length];
        }

        _items = larger;
        _head = 0;
    }
}
