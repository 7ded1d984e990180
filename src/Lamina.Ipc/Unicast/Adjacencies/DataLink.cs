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

    public void HandleTrain(in Train train, Instant now) => data.HandleTrain(train, now);

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
