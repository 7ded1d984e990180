using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Bearers.Edges;

/// <summary>How a <see cref="Poller"/> waits. Nothing here allocates once it has its size.</summary>
public interface ISourceWait
{
    /// <summary>Takes the sources, and what they wait for, as they are now.</summary>
    /// <exception cref="PlatformNotSupportedException">One of them cannot be waited for on this system.</exception>
    void Prepare(IReadOnlyList<IPollSource> sources);

    /// <summary>Waits until one is ready or the time is over; says whether one is.</summary>
    /// <param name="timeout">At most so long; <see cref="Duration.Forever"/> has no end. A coarse clock may make it longer, never shorter.</param>
    /// <param name="count">For the first so many only.</param>
    bool Wait(Duration timeout, int count);

    /// <summary>Says once whether a source was ready after the last wait.</summary>
    bool TryTake(int place, out bool readable, out bool writable);
}
