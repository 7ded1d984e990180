using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>When which time-out is due. The machine has one timer in its stack, for the earliest.</summary>
internal sealed class TimerTable
{
    private readonly Instant[] _due = new Instant[(int)FrcpTimer.Count];

    public TimerTable() => Clear();

    /// <summary>The earliest.</summary>
    public Instant Next
    {
        get
        {
            Instant next = Instant.Never;
            foreach (Instant due in _due)
            {
                next = Instant.Min(next, due);
            }

            return next;
        }
    }

    public bool IsSet(FrcpTimer timer) => _due[(int)timer] != Instant.Never;

    public void Set(FrcpTimer timer, Instant due) => _due[(int)timer] = due;

    public void Stop(FrcpTimer timer) => _due[(int)timer] = Instant.Never;

    /// <summary>True, once, when a time-out is due.</summary>
    public bool TryFire(FrcpTimer timer, Instant now)
    {
        if (_due[(int)timer] > now)
        {
            return false;
        }

        Stop(timer);
        return true;
    }

    public void Clear() => Array.Fill(_due, Instant.Never);
}
