using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>When which time-out is due. The machine has one timer in its stack, for the earliest.</summary>
internal sealed class TimerTable
{
    private static readonly Duration RetryDelay = Duration.FromMilliseconds(1);

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

    /// <summary>
    /// Something could not be sent: looks again soon. Not where credit of 0 was the cause: the flow below tells when it
    /// grows. Credit that is only too small for a packet, or an empty pool, is not announced.
    /// </summary>
    public void Retry(PacketPath path, int credit, Instant now)
    {
        if (credit > 0 || path.HasCredit)
        {
            Set(FrcpTimer.Retry, now + RetryDelay);
        }
    }

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
