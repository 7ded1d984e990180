using Lamina.Ipc.Unicast.Congestion;
using Lamina.Ipc.Unicast.Scheduling;
using Lamina.Protocols.Fragments;

namespace Lamina.Ipc.Unicast.DataTransfer;

/// <summary>Packets that data transfer has seen since birth, by what became of them.</summary>
public sealed class DataTransferCounters
{
    /// <summary>Sent by this member's own flows and components.</summary>
    public long Sent { get; internal set; }

    /// <summary>Delivered to this member's flows and components.</summary>
    public long Delivered { get; internal set; }

    /// <summary>Passed on to a neighbour.</summary>
    public long Forwarded { get; internal set; }

    /// <summary>Dropped: too short for a header.</summary>
    public long Malformed { get; internal set; }

    /// <summary>Dropped: no hops left.</summary>
    public long Expired { get; internal set; }

    /// <summary>Dropped: no way to the destination.</summary>
    public long Unroutable { get; internal set; }

    /// <summary>Dropped: for a component that does not exist.</summary>
    public long UnknownComponent { get; internal set; }

    /// <summary>Dropped, in a secure layer: for a component, and not sealed by a neighbour.</summary>
    public long Unsealed { get; internal set; }

    /// <summary>Dropped, in a secure layer: for a component, and not sealed by the neighbour for this flow, or it had come before.</summary>
    public long NotAuthentic { get; internal set; }

    /// <summary>Dropped: no buffer, or a full queue.</summary>
    public long NoResources { get; internal set; }

    /// <summary>What had to wait in front of neighbours, by <see cref="SchedulingClass"/>.</summary>
    public IReadOnlyList<SchedulingCounters> Scheduling => Classes;

    /// <summary>What this member's flows told and heard of their ways.</summary>
    public CongestionCounters Congestion { get; } = new();

    /// <summary>What paths to neighbours were found to carry, and what was cut for them.</summary>
    public PartCounters Parts { get; } = new();

    internal SchedulingCounters[] Classes { get; } =
        [.. Enumerable.Range(0, SchedulingClasses.Count).Select(_ => new SchedulingCounters())];

    /// <summary>Copied, not dropped: the way needed more head room than the packets had.</summary>
    public long Copied { get; internal set; }
}
