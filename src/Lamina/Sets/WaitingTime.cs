namespace Lamina.Sets;

/// <summary>What is left of a wait that may be woken for nothing.</summary>
internal readonly struct WaitingTime
{
    private readonly long _end;

    /// <exception cref="ArgumentOutOfRangeException">Negative, and not infinite.</exception>
    public WaitingTime(TimeSpan timeout)
    {
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        }

        _end = timeout == Timeout.InfiniteTimeSpan || timeout.TotalMilliseconds > int.MaxValue
            ? long.MaxValue
            : Environment.TickCount64 + (long)Math.Ceiling(timeout.TotalMilliseconds);
    }

    /// <summary>As a wait handle takes it.</summary>
    public int Milliseconds => _end == long.MaxValue ? Timeout.Infinite : (int)Math.Max(0, _end - Environment.TickCount64);
}
