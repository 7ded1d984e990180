using Lamina.Core;

namespace Lamina.Bearers.Linux;

/// <summary>
/// Waits for a few descriptors together (ppoll), with a time-out as fine as the system's clock: a loop's timers hang on it.
/// Three steps, so that waiting needs no ownership while owners on other threads add and remove sources:
/// <code>
/// owned:  Prepare()     copies descriptors and interests; Add and Remove count from here on
/// alone:  Wait(t)       the loop's thread only
/// owned:  Dispatch(now) calls what is ready and still there
/// </code>
/// The first source is the loop's own wake-up. Waiting allocates nothing.
/// </summary>
public sealed unsafe class Poller
{
    private const short Readable = 1;
    private const short Writable = 4;

    private readonly List<IPollSource> _sources = [];
    private LibC.PollFd[] _entries = new LibC.PollFd[8];
    private IPollSource?[] _prepared = new IPollSource?[8];
    private int _count;

    /// <summary>A poller with the loop's own wake-up in it.</summary>
    public Poller(IPollSource wakeUp) => _sources.Add(wakeUp);

    /// <summary>Sources, the wake-up among them.</summary>
    public int Count => _sources.Count;

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
        if (_entries.Length < _sources.Count)
        {
            Array.Resize(ref _entries, _sources.Count * 2);
            Array.Resize(ref _prepared, _sources.Count * 2);
        }

        for (int i = 0; i < _sources.Count; i++)
        {
            IPollSource source = _sources[i];
            _prepared[i] = source;
            _entries[i] = new LibC.PollFd
            {
                Descriptor = (int)source.Descriptor.DangerousGetHandle(),
                Events = source.WantsWrite ? (short)(Readable | Writable) : Readable,
            };
        }

        _count = _sources.Count;
    }

    /// <summary>Waits until something is ready or the time is over.</summary>
    /// <param name="timeout">At most so long; <see cref="Duration.Forever"/> has no end.</param>
    public void Wait(Duration timeout) => Wait(timeout, _count);

    /// <summary>Waits for the wake-up alone: somebody owns the domain, and nothing else could be served.</summary>
    public void WaitForWakeUp() => Wait(Duration.Forever, 1);

    /// <summary>Calls every source that was ready after the last wait.</summary>
    public void Dispatch(Instant now)
    {
        for (int i = 0; i < _count; i++)
        {
            short received = _entries[i].Received;
            if (received == 0)
            {
                continue;
            }

            _entries[i].Received = 0;
            _prepared[i]?.HandleReady((received & ~Writable) != 0, (received & Writable) != 0, now);
        }
    }

    private void Wait(Duration timeout, int count)
    {
        var (seconds, rest) = Math.DivRem(Math.Max(timeout.Nanoseconds, 0), 1_000_000_000);
        var time = new LibC.TimeSpec { Seconds = seconds, Nanoseconds = rest };
        fixed (LibC.PollFd* entries = _entries)
        {
            if (LibC.Ppoll(entries, (nuint)count, timeout == Duration.Forever ? null : &time, null) >= 0)
            {
                return;
            }
            // A signal: nothing is ready, and what was seen last time is old.
            for (int i = 0; i < count; i++)
            {
                entries[i].Received = 0;
            }
        }
    }
}
