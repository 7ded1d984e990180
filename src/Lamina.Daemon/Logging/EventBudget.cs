namespace Lamina.Daemon.Logging;

/// <summary>
/// How many lines each kind of event may still have. A kind begins with a few and earns one more per twice as many minutes as
/// there are kinds: all kinds together earn a line every two minutes, whatever others do to us. What is held back is counted, and
/// told with the next line of its kind or in a summary, which has another line every two minutes.
/// </summary>
internal sealed class EventBudget(int kinds)
{
    /// <summary>Lines that a kind can have at once.</summary>
    public const int Burst = 5;

    private readonly double[] _credit = [.. Enumerable.Repeat((double)Burst, kinds)];
    private readonly TimeSpan[] _seen = new TimeSpan[kinds];
    private readonly long[] _heldBack = new long[kinds];

    /// <summary>True where the event may have a line; then <paramref name="heldBack"/> others of its kind had none since the last.</summary>
    public bool TrySpend(int kind, TimeSpan now, out long heldBack)
    {
        double earned = (now - _seen[kind]).TotalMinutes / (2 * kinds);
        _seen[kind] = now;
        _credit[kind] = Math.Min(Burst, _credit[kind] + earned);
        heldBack = _heldBack[kind];
        if (_credit[kind] < 1)
        {
            _heldBack[kind]++;
            return false;
        }

        _credit[kind]--;
        _heldBack[kind] = 0;
        return true;
    }

    /// <summary>A line could not be written after all.</summary>
    public void HoldBack(int kind, long events) => _heldBack[kind] += events;

    /// <summary>How many of a kind were held back and not told yet; they count as told now.</summary>
    public long TakeHeldBack(int kind)
    {
        long events = _heldBack[kind];
        _heldBack[kind] = 0;
        return events;
    }
}
