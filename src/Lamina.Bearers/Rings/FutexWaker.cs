using Lamina.Bearers.Linux;

namespace Lamina.Bearers.Rings;

/// <summary>
/// For a sleeper that waits on one word, 1 while it sleeps or is about to: the wait word of a ring, so that one thread can
/// wait for its peer's records and for the work of its own process at once. A wake-up does not stick. The sleeper stores
/// the 1, passes a full fence, looks at *everything* that it may be woken for, and only then sleeps
/// (<see cref="SteppedRingReader{TStep}.PrepareToSleep"/> does the first three for the ring).
/// </summary>
/// <param name="word">Stays mapped as long as this object is used.</param>
public sealed unsafe class FutexWaker(uint* word) : IWaker
{
    /// <inheritdoc/>
    /// <remarks>The caller has stored what it wakes for; the fence orders that before the look at the word.</remarks>
    public void Wake()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref *word) != 0 && Interlocked.Exchange(ref *word, 0) != 0)
        {
            _ = Futex.Wake(word, 1);
        }
    }
}
