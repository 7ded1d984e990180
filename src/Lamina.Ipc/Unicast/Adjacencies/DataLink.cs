using Lamina.Core;
using Lamina.Ipc.Unicast.DataTransfer;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>A data flow to a neighbour: raw, each packet with a data transfer header.</summary>
internal sealed class DataLink(
    Neighbour neighbour, string peerName, LowerFlow flow, StandingConnection? order, DataTransferMachine data, AdjacencyTable table)
    : IFlowUser
{
    public Neighbour Neighbour { get; } = neighbour;

    /// <summary>The name that was connected to; empty where the other side connected.</summary>
    public string PeerName { get; } = peerName;

    public LowerFlow Flow { get; } = flow;

    /// <summary>The order that keeps it alive, where this side connected.</summary>
    public StandingConnection? Order { get; } = order;

    public bool IsUp { get; private set; } = true;

    /// <summary>True where something came since the last look at its silence.</summary>
    public bool HasHeard { get; set; }

    /// <summary>Probes sent since something came.</summary>
    public int Unanswered { get; set; }

    /// <summary>Silence is no reason to ask before.</summary>
    public Instant QuietUntil { get; set; }

    /// <summary>True where a probe of the neighbour waits for its answer.</summary>
    public bool OwesAnswer { get; set; }

    public void HandleTrain(in Train train, Instant now)
    {
        HasHeard = true;
        table.Receiving = this;
        data.HandleTrain(train, now);
        table.Receiving = null;
    }

    public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now)
    {
        switch (what)
        {
            case FlowEvent.Up or FlowEvent.Down:
                IsUp = what == FlowEvent.Up;
                table.HandleChanged(Neighbour);
                break;
            case FlowEvent.Writable:
                table.User.HandleWritable(now);
                break;
            case FlowEvent.Closed:
                table.Remove(this, now);
                break;
        }
    }
}
