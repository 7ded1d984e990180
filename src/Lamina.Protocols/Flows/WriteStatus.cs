namespace Lamina.Protocols.Flows;

/// <summary>What became of a write.</summary>
public enum WriteStatus
{
    /// <summary>The whole message is on its way.</summary>
    Done,

    /// <summary>Some or nothing of it was taken; call again with the rest after <see cref="IFlowEndUser.HandleWritable"/>.</summary>
    Blocked,

    /// <summary>Longer than <see cref="FlowEnd.MaxMessageSize"/>; nothing was taken.</summary>
    TooLarge,

    /// <summary>The flow has ended (<see cref="FlowEnd.ClosedBecause"/>), or this end of it has (<see cref="FlowEnd.CompleteWrites"/>).</summary>
    Closed,

    /// <summary>There is no way to the peer at present, and the user wants to hear it (<see cref="FlowEnd.FailsWhileDown"/>).</summary>
    Down,
}
