using Lamina.Bearers.Edges;
using Lamina.Core;

namespace Lamina.Bearers.Linux;

/// <summary>
/// Waits for a few sources together. A loop's timers hang on its time-out.
/// Three steps, so that waiting needs no ownership while owners on other threads add and remove sources:
/// <code>
/// owned:  Prepare()     copies descriptors and interests; Add and Remove count from here on
/// alone:  Wait(t)       the loop's thread only
/// owned:  Dispatch(now) calls what is ready and still there
/// </code>
/// The first source is the loop's own wake-up. Waiting allocates nothing.
/// </summary>
public sealed class Poller
{
    private readonly List<IPollSource> _sources = [];
    private readonly ISourceWait _wait;
    private IPollSource?[] _prepared = new IPollSource?[8];
    private int _count;

    /// <summary>A poller with the loop's own wake-up in it.</summary>
    /// <param name="wakeUp">The loop's own.</param>
    /// <param name="edge">How the system waits; null: as it does in this process.</param>
    public Poller(IPollSource wakeUp, SystemEdge? edge = null)
    {
        _wait = (edge ?? SystemEdge.Present).NewWait();
        _sources.Add(wakeUp);
    }

    /// <summary>Sources, the wake-up among them.</summary>
    public int Count => _sources.Count;

    /// <summary>Bytes that have come and gone through all of them; less than before where one was taken away.</summary>
    public long Traffic
    {
        get
        {
            long bytes = 0;
            foreach (IPollSource source in _sources)
            {
                bytes += source.Traffic;
            }

            return bytes;
        }
    }

    /// <summary>Adds a source; it counts from the next <see cref="Prepare"/> on, so the loop must be woken.</summary>
    public void Add(IPollSource source) => _sources.Add(source);

    /// <summary>Takes a source away: it is not called any more, whatever a wait on the way brings.</summary>
    public void Remove(IPollSource source)
    {
        _sources.Remove(source);
        int place = Array.IndexOf(_prepared, source, 0, _count);
        if (place >= 0)
        {
            _prepared[place] = null;
        }
    }

    /// <summary>Takes the sources and what they wait for as they are now.</summary>
    public void Prepare()
    {
        if (_prepared.Length < _sources.Count)
        {
            Array.Resize(ref _prepared, _sources.Count * 2);
        }

        _sources.CopyTo(_prepared!);
        _count = _sources.Count;
        _wait.Prepare(_sources);
    }

    /// <summary>Waits until something is ready or the time is over; says whether something is.</summary>
    /// <param name="timeout">At most so long; <see cref="Duration.Forever"/> has no end.</param>
    public bool Wait(Duration timeout) => _wait.Wait(timeout, _count);

    /// <summary>Waits for the wake-up alone: somebody owns the domain, and nothing else could be served.</summary>
    public void WaitForWakeUp() => _wait.Wait(Duration.Forever, 1);

    /// <summary>Calls every source that was ready after the last wait.</summary>
    public void Dispatch(Instant now)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_wait.TryTake(i, out bool readable, out bool writable))
            {
                _prepared[i]?.HandleReady(readable, writable, now);
            }
        }
    }
}
