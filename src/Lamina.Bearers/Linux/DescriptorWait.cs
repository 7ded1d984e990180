using Lamina.Bearers.Edges;
using Lamina.Core;

namespace Lamina.Bearers.Linux;

/// <summary>Waits for descriptors of any kind (ppoll), with a time-out as fine as the system's clock.</summary>
internal sealed unsafe class DescriptorWait : ISourceWait
{
    private const short Readable = 1;
    private const short Writable = 4;

    private LibC.PollFd[] _entries = new LibC.PollFd[8];

    public void Prepare(IReadOnlyList<IPollSource> sources)
    {
        if (_entries.Length < sources.Count)
        {
            Array.Resize(ref _entries, sources.Count * 2);
        }

        for (int i = 0; i < sources.Count; i++)
        {
            _entries[i] = new LibC.PollFd
            {
                Descriptor = (int)sources[i].Descriptor.DangerousGetHandle(),
                Events = sources[i].WantsWrite ? (short)(Readable | Writable) : Readable,
            };
        }
    }

    public bool Wait(Duration timeout, int count)
    {
        var (seconds, rest) = Math.DivRem(Math.Max(timeout.Nanoseconds, 0), 1_000_000_000);
        var time = new LibC.TimeSpec { Seconds = seconds, Nanoseconds = rest };
        fixed (LibC.PollFd* entries = _entries)
        {
            int ready = LibC.Ppoll(entries, (nuint)count, timeout == Duration.Forever ? null : &time, null);
            if (ready >= 0)
            {
                return ready > 0;
            }

            // A signal: nothing is ready, and what was seen last time is old.
            for (int i = 0; i < count; i++)
            {
                entries[i].Received = 0;
            }

            return false;
        }
    }

    public bool TryTake(int place, out bool readable, out bool writable)
    {
        ref short received = ref _entries[place].Received;
        readable = (received & ~Writable) != 0;
        writable = (received & Writable) != 0;
        bool isReady = received != 0;
        received = 0;
        return isReady;
    }
}
