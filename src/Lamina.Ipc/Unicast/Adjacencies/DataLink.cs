using Lamina.Core;
using Lamina.Ipc.Unicast.DataTransfer;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>A data flow to a neighbour: raw, each packet with a data transfer header.</summary>
internal sealed class DataLink(
    Neighbour neighbour, LinkOrigin origin, LowerFlow flow, DataTransferMachine data, AdjacencyTable table)
    : IFlowUser
{
    public Neighbour Neighbour { get; } = neighbour;

    public LinkOrigin Origin { get; } = origin;

    public LowerFlow Flow { get; } = flow;

    public bool IsUp { get; private set; } = true;

    /// <summary>True where something came since the last look at its silence.</summary>
    public bool HasHeard { get; set; }

    /// <summary>Probes sent since something came.</summary>
    public int Unanswered { get; set; }

    /// <summary>When something came last.</summary>
    public Instant HeardAt { get; set; }

    /// <summary>True where a probe of the neighbour waits for its answer.</summary>
    public bool OwesAnswer { get; set; }

    public void HandleTrain(in Train train, Instant now)
    {
        HasHeard = true;
        HeardAt = now;
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
