using Lamina.Core;

namespace Lamina.Simulation;

/// <summary>
/// What happens when, in one order: by time, and at one time in the order of scheduling. A heap with four children to a
/// place: half as deep as a binary one, and the children of a place lie together in memory.
/// </summary>
internal sealed class EventQueue
{
    private const int Children = 4;

    private Entry[] _heap = new Entry[256];
    private int _count;
    private long _order;

    /// <summary>When the next event is due.</summary>
    public Instant Next => _count == 0 ? Instant.Never : _heap[0].At;

    /// <summary>Adds an event.</summary>
    public void Add(Instant at, IEvent what)
    {
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, _heap.Length * 2);
        }

        var entry = new Entry(at, _order++, what);
        int index = _count++;
        while (index > 0 && entry.IsBefore(_heap[(index - 1) / Children]))
        {
            _heap[index] = _heap[(index - 1) / Children];
            index = (index - 1) / Children;
        }

        _heap[index] = entry;
    }

    /// <summary>Takes the next event; null where there is none.</summary>
    public IEvent? Take()
    {
        if (_count == 0)
        {
            return null;
        }

        IEvent first = _heap[0].What;
        Entry last = _heap[--_count];
        _heap[_count] = default;
        if (_count > 0)
        {
            _heap[SinkHole(last)] = last;
        }

        return first;
    }

    // Moves the hole at the top down to where the entry belongs.
    private int SinkHole(in Entry entry)
    {
        int hole = 0;
        while (true)
        {
            int end = Math.Min((hole * Children) + Children, _count - 1);
            int least = (hole * Children) + 1;
            for (int child = least + 1; child <= end; child++)
            {
                if (_heap[child].IsBefore(_heap[least]))
                {
                    least = child;
                }
            }

            if (least > end || !_heap[least].IsBefore(entry))
            {
                return hole;
            }

            _heap[hole] = _heap[least];
            hole = least;
        }
    }

    private readonly record struct Entry(Instant At, long Order, IEvent What)
    {
        public bool IsBefore(in Entry other) =>
            At.Nanoseconds < other.At.Nanoseconds || (At.Nanoseconds == other.At.Nanoseconds && Order < other.Order);
    }
}
