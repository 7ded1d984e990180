namespace Lamina.Node.Tests.Exploration;

/// <summary>
/// The store buffer of one processor as in x86-TSO: stores become visible to others late but in order, and the thread
/// itself sees its own at once.
/// </summary>
internal sealed unsafe class StoreBuffer
{
    private readonly Queue<Entry> _entries = new();

    public int Count => _entries.Count;

    public void Add(void* address, ulong value, bool wide, int step) => _entries.Enqueue(new((nint)address, value, wide, step));

    /// <summary>The youngest own store to this place, if it is not visible yet.</summary>
    public bool TryForward(void* address, out ulong value)
    {
        value = 0;
        var found = false;
        foreach (var entry in _entries)
        {
            if (entry.Address == (nint)address)
            {
                value = entry.Value;
                found = true;
            }
        }

        return found;
    }

    public void FlushOne()
    {
        var entry = _entries.Dequeue();
        if (entry.Wide)
        {
            *(ulong*)entry.Address = entry.Value;
        }
        else
        {
            *(uint*)entry.Address = (uint)entry.Value;
        }
    }

    public void FlushAll()
    {
        while (_entries.Count > 0)
        {
            FlushOne();
        }
    }

    /// <summary>No store stays invisible for ever.</summary>
    public void FlushOlderThan(int step)
    {
        while (_entries.TryPeek(out var entry) && entry.Step < step)
        {
            FlushOne();
        }
    }

    private readonly record struct Entry(nint Address, ulong Value, bool Wide, int Step);
}
