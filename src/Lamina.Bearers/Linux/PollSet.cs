using System.Runtime.InteropServices;

namespace Lamina.Bearers.Linux;

/// <summary>
/// A few descriptors to wait for together, with a time-out as fine as the system's clock: the loop's timers hang on it.
/// Built once; waiting allocates nothing.
/// </summary>
public sealed unsafe class PollSet
{
    private const short Readable = 1;
    private const short Writable = 4;

    private readonly LibC.PollFd[] _entries;
    private readonly SafeHandle[] _owners;

    /// <summary>An empty set with room for <paramref name="capacity"/> descriptors.</summary>
    public PollSet(int capacity)
    {
        _entries = new LibC.PollFd[capacity];
        _owners = new SafeHandle[capacity];
    }

    /// <summary>Descriptors in the set.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one, to be waited for while readable; returns its place. It must stay open as long as the set is used.</summary>
    public int Add(SafeHandle descriptor)
    {
        if (Count == _entries.Length)
        {
            throw new InvalidOperationException("the poll set is full");
        }

        _owners[Count] = descriptor;
        _entries[Count] = new LibC.PollFd { Descriptor = (int)descriptor.DangerousGetHandle(), Events = Readable };
        return Count++;
    }

    /// <summary>Whether the wait ends when the descriptor can be written to.</summary>
    public void WatchWritable(int place, bool watch) =>
        _entries[place].Events = watch ? (short)(Readable | Writable) : Readable;

    /// <summary>Waits until one is ready or the time is over (negative: for ever); returns how many are ready.</summary>
    public int Wait(TimeSpan timeout)
    {
        var time = LibC.TimeSpec.From(timeout);
        fixed (LibC.PollFd* entries = _entries)
        {
            var ready = LibC.Ppoll(entries, (nuint)Count, timeout < TimeSpan.Zero ? null : &time, null);
            if (ready >= 0)
            {
                return ready;
            }
            // A signal: nothing is ready, and what was seen last time is old.
            for (var i = 0; i < Count; i++)
            {
                entries[i].Received = 0;
            }

            return 0;
        }
    }

    /// <summary>Readable, in error or hung up after the last wait: reading will say which.</summary>
    public bool IsReadable(int place) => (_entries[place].Received & ~Writable) != 0;

    /// <summary>Writable after the last wait.</summary>
    public bool IsWritable(int place) => (_entries[place].Received & Writable) != 0;
}
