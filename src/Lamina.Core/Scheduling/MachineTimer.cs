namespace Lamina.Core;

/// <summary>The place of one machine in the <see cref="TimerQueue"/> of its stack.</summary>
public sealed class MachineTimer(TimerQueue queue, ITimed machine)
{
    internal int Index = -1;
    internal Instant QueuedAt = Instant.Never;

    /// <summary>When the machine wants its call.</summary>
    public Instant Deadline { get; private set; } = Instant.Never;

    internal ITimed Machine { get; } = machine;

    /// <summary>
    /// Sets the time of the next call. Later than before costs two stores (the queue finds out when it gets there):
    /// a retransmission timer moves with every acknowledgement and almost never fires.
    /// </summary>
    public void Set(Instant deadline)
    {
        Deadline = deadline;
        if (deadline < QueuedAt)
        {
            queue.Place(this, deadline);
        }
    }

    /// <summary>Wants no call.</summary>
    public void Stop() => Deadline = Instant.Never;

    /// <summary>Leaves the queue for good.</summary>
    public void Remove()
    {
        Deadline = Instant.Never;
        queue.Remove(this);
    }
}
