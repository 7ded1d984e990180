using Lamina.Core;
using Lamina.Node.Attach.Direct;

namespace Lamina.Node.Attach;

/// <summary>A flow of an attached process: below it a layer's flow (or an arrival not answered yet), above it the ring.</summary>
internal sealed class SessionFlow(SessionFlows owner, uint number, GrantWindow window) : IFlowUser
{
    public uint Number { get; } = number;

    /// <summary>Whose it is.</summary>
    public AttachSession Session => owner.Session;

    /// <summary>The memory that its packets go through, past this stack; null: they come here.</summary>
    public DirectPair? Pair { get; set; }

    /// <summary>The process was granted nothing yet: it waits to hear which way its packets go.</summary>
    public bool AwaitsWay { get; set; }

    /// <summary>What the process may send.</summary>
    public GrantWindow Window { get; } = window;

    /// <summary>The way to the flow below; null while the process has not answered.</summary>
    public FlowOutlet? Outlet { get; set; }

    /// <summary>The arrival, until it was answered.</summary>
    public ArrivingFlow? Arrival { get; set; }

    /// <summary>Packets came or went in this turn: the process may be granted more at its end.</summary>
    public bool IsMoved { get; set; }

    /// <summary>There is a grant that the process's ring had no room for.</summary>
    public bool OwesGrant { get; set; }

    /// <summary>What the layer below said last of its way to the peer, and what the process was told.</summary>
    public (bool IsUp, bool IsToldUp) Way { get; set; } = (true, true);

    /// <summary>Why it closed, where the process is still to be told.</summary>
    public CloseReason ClosedBecause { get; set; }

    /// <summary>It waits among those of which the process is to be told something.</summary>
    public bool HasNews { get; set; }

    /// <summary>Its packets go through this stack: the process is granted what it may send.</summary>
    public void TakeWayThroughStack() => owner.OweGrant(this);

    /// <summary>It ends, and both of its ends hear why.</summary>
    public void Fail(CloseReason reason, Instant now) => owner.Fail(this, reason, now);

    public void HandleTrain(in Train train, Instant now) => owner.Deliver(this, train);

    public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now) => owner.HandleEvent(this, what, reason, now);
}
