namespace Lamina.Ipc.Unicast.Scheduling;

/// <summary>What the schedulers of a member have done to the packets of one class since its birth. What did not wait is not in it.</summary>
public sealed class SchedulingCounters
{
    /// <summary>Packets that had to wait.</summary>
    public long Waited { get; internal set; }

    /// <summary>Of them, those that carry away a higher level of congestion than they came with.</summary>
    public long Marked { get; internal set; }

    /// <summary>Dropped: no room in the queue.</summary>
    public long Dropped { get; internal set; }

    /// <summary>Dropped: they had waited too long to be of use.</summary>
    public long Late { get; internal set; }

    /// <summary>Dropped: the flow below went.</summary>
    public long Lost { get; internal set; }

    /// <summary>Most bytes that ever waited at one neighbour.</summary>
    public int MostBytes { get; internal set; }
}
