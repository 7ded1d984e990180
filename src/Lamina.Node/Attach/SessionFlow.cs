using Lamina.Core;

namespace Lamina.Node.Attach;

/// <summary>A flow of an attached process: below it a layer's flow (or an arrival not answered yet), above it the ring.</summary>
internal sealed class SessionFlow(SessionFlows owner, uint number) : IFlowUser
{
    public uint Number { get; } = number;

    /// <summary>The flow below; null while the process has not answered.</summary>
    public LowerFlow? Lower { get; set; }

    /// <summary>The arrival, until it was answered.</summary>
    public ArrivingFlow? Arrival { get; set; }

    /// <summary>The layer below takes nothing, and has not for longer than the process's other flows can wait.</summary>
    public bool IsStarved { get; set; }

    /// <summary>What the layer below said last of its way to the peer, and what the process was told.</summary>
    public (bool IsUp, bool IsToldUp) Way { get; set; } = (true, true);

    /// <summary>Why it closed, where the process is still to be told.</summary>
    public CloseReason ClosedBecause { get; set; }

    /// <summary>It waits among those of which the process is to be told something.</summary>
    public bool HasNews { get; set; }

    public void HandleTrain(in Train train, Instant now) => owner.Deliver(this, train);

    public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now) => owner.HandleEvent(this, what, reason, now);
}
