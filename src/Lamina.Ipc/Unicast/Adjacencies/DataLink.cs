using Lamina.Core;
using Lamina.Ipc.Unicast.Admission;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Ipc.Unicast.Scheduling;
using Lamina.Protocols.Admission;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>A data flow to a neighbour: raw, each packet with a data transfer header.</summary>
internal sealed class DataLink(
    Neighbour neighbour, LinkOrigin origin, LowerFlow flow, DataTransferMachine data, AdjacencyTable table, Instant now)
    : IFlowUser
{
    public Neighbour Neighbour { get; } = neighbour;

    public LinkOrigin Origin { get; } = origin;

    public LowerFlow Flow { get; } = flow;

    public bool IsUp { get; private set; } = true;

    /// <summary>What is sent over it goes through here.</summary>
    public LinkScheduler Scheduler { get; } = data.NewScheduler(flow);

    /// <summary>Who has reserved how much of what it carries.</summary>
    public BandwidthBook<ReservationKey> Book { get; } = new(origin.Capacity);

    /// <summary>What the monitor knows of it.</summary>
    public LinkSilence Silence { get; } = new(now);

    /// <summary>True where probes go unanswered: other ways are better, until something comes.</summary>
    public bool IsDoubtful { get; set; }

    /// <summary>True where a probe of the neighbour waits for its answer.</summary>
    public bool OwesAnswer { get; set; }

    /// <summary>Ends the flow; what waits for it is lost.</summary>
    public void End(CloseReason reason, Instant now)
    {
        Scheduler.Clear();
        Flow.Close(reason, now);
    }

    public void HandleTrain(in Train train, Instant now)
    {
        Silence.NoteHeard(train.Count, now);
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
                table.HandleChanged(Neighbour, now);
                break;
            case FlowEvent.Writable:
                Scheduler.SendWaiting(now);
                table.User.HandleWritable(now);
                break;
            case FlowEvent.Closed:
                table.Remove(this, now);
                break;
        }
    }
}
