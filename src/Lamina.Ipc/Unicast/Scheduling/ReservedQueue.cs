using Lamina.Core;

namespace Lamina.Ipc.Unicast.Scheduling;

/// <summary>What waits of a flow that has a reservation, and when it is due (virtual clock).</summary>
internal sealed class ReservedQueue
{
    // Who was idle, or found the link taken, catches up this much at once.
    private static readonly Duration Burst = Duration.FromMilliseconds(10);

    public FlowQueue Packets { get; } = new();

    /// <summary>The class that its packets would wait in without.</summary>
    public SchedulingClass Which { get; set; }

    /// <summary>Bits per second.</summary>
    public ulong Rate { get; set; }

    /// <summary>True once the reservation has ended; what waits still goes.</summary>
    public bool HasEnded { get; set; }

    /// <summary>When its next packet may go before others.</summary>
    public Instant Due { get; private set; }

    /// <summary>Packets begin to wait.</summary>
    public void NoteWaiting(Instant now) => Due = Instant.Max(Due, now - Burst);

    /// <summary>Bytes were sent. What went because the link was idle does not count later.</summary>
    public void NoteSent(int bytes, Instant now)
    {
        Instant from = Instant.Min(Instant.Max(Due, now - Burst), now);
        Due = from + new Duration((long)Math.Min(8e9 * bytes / Rate, long.MaxValue / 4));
    }
}
