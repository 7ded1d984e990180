using Lamina.Bearers.Linux;

namespace Lamina.Bearers.Rings;

/// <summary>
/// For a sleeper that waits on the word of a ring, so that one thread can wait for its peer's records and for the work of
/// its own process at once. A wake-up does not stick, so the sleeper announces itself before it looks at what it may be
/// woken for:
/// <code>
/// if (reader.PrepareToSleep())                       the peer's records: flag, fence, look
/// {
///     waker.Announce();                              everybody else: flag, fence
///     if (nothing else to do)                        ... look: enter the domain, ask whether the peer is gone
///         Futex.Wait(reader.WaitWord, 1, limit);
///     waker.Awake();
///     reader.Awake();
/// }
/// </code>
/// The ring's own flag would not do for the wakers of this process: the peer lowers it before it wakes, and a peer that is
/// stopped or killed between the two, or that means harm, would make everybody believe that somebody else wakes. So this
/// process has a flag of its own, and the peer's word only has to change.
/// </summary>
/// <param name="word">Stays mapped as long as this object is used.</param>
public sealed unsafe class FutexWaker(uint* word) : IWaker
{
    private uint _asleep;

    /// <summary>The sleeper, after it has raised the ring's flag and before it looks at all but the ring.</summary>
    /// <remarks>
    /// After the ring's flag, never before: a waker lowers ours first and the ring's then, so that if it takes ours, the
    /// ring's flag that we sleep on is lowered after we raised it, and the futex does not sleep.
    /// </remarks>
    public void Announce() => Interlocked.Exchange(ref _asleep, 1);

    /// <summary>The sleeper, when it runs again.</summary>
    public void Awake() => Volatile.Write(ref _asleep, 0);

    /// <inheritdoc/>
    /// <remarks>The caller has stored what it wakes for; the fence orders that before the look at the flag.</remarks>
    public void Wake()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _asleep) != 0 && Interlocked.Exchange(ref _asleep, 0) != 0)
        {
            Interlocked.Exchange(ref *word, 0);
            _ = Futex.Wake(word, 1);
        }
    }
}
