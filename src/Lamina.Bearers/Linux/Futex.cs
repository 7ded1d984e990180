namespace Lamina.Bearers.Linux;

/// <summary>
/// Sleep until another thread, of any process, changes a 32-bit word of shared memory. The kernel compares and sleeps in
/// one step, so a waker that writes the word before it wakes is never missed.
/// </summary>
public static unsafe class Futex
{
    /// <summary>Sleeps while <paramref name="address"/> holds <paramref name="expected"/>.</summary>
    /// <param name="address">4-byte aligned.</param>
    /// <param name="expected">The value that the caller saw.</param>
    /// <param name="timeout">At most so long; negative (as <see cref="Timeout.InfiniteTimeSpan"/>) is for ever.</param>
    public static FutexResult Wait(uint* address, uint expected, TimeSpan timeout)
    {
        var time = LibC.TimeSpec.From(timeout);
        var limit = timeout < TimeSpan.Zero ? null : &time;
        if (LibC.Futex(LibC.FutexNumber, address, LibC.FutexWait, (nint)expected, limit, null, 0) >= 0)
        {
            return FutexResult.Woken;
        }

        return LibC.LastError switch
        {
            Errno.Again => FutexResult.Changed,
            Errno.TimedOut => FutexResult.TimedOut,
            Errno.Interrupted => FutexResult.Interrupted,
            _ => throw LibC.Failure("futex(FUTEX_WAIT)"),
        };
    }

    /// <summary>Wakes up to <paramref name="count"/> waiters; returns how many there were.</summary>
    public static int Wake(uint* address, int count)
    {
        var woken = LibC.Futex(LibC.FutexNumber, address, LibC.FutexWake, count, null, null, 0);
        return woken >= 0 ? (int)woken : throw LibC.Failure("futex(FUTEX_WAKE)");
    }
}
