using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies.Paths;
using Lamina.Ipc.Unicast.Admission;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Ipc.Unicast.Scheduling;
using Lamina.Protocols.Admission;
using Lamina.Security.Records;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>A data flow to a neighbour: raw, each packet with a data transfer header.</summary>
internal sealed class DataLink : IFlowUser
{
    private readonly DataTransferMachine _data;
    private readonly AdjacencyTable _table;

    /// <summary>Takes a flow over, as its user.</summary>
    public DataLink(Neighbour neighbour, LinkOrigin origin, LowerFlow lower, DataTransferMachine data, AdjacencyTable table, Instant now)
    {
        _data = data;
        _table = table;
        Neighbour = neighbour;
        Origin = origin;
        Book = new BandwidthBook<ReservationKey>(origin.Capacity);
        Flow = data.NewPath(lower, neighbour.Address);
        Scheduler = data.NewScheduler(Flow);
        Flow.Watch.User = new PathQuestions(Scheduler, neighbour.Address, data);
        Silence = new LinkSilence(now);
        lower.User = this;
    }

    public Neighbour Neighbour { get; }

    public LinkOrigin Origin { get; }

    public PathFlow Flow { get; }

    public bool IsUp { get; private set; } = true;

    /// <summary>In a secure layer: what packets for components are sealed with on this flow; null in others.</summary>
    public FlowRecords? Seal { get; init; }

    /// <summary>What is sent over it goes through here.</summary>
    public LinkScheduler Scheduler { get; }

    /// <summary>Who has reserved how much of what it carries.</summary>
    public BandwidthBook<ReservationKey> Book { get; }

    /// <summary>What the monitor knows of it.</summary>
    public LinkSilence Silence { get; }

    /// <summary>True where probes go unanswered: other ways are better, until something comes.</summary>
    public bool IsDoubtful { get; set; }

    /// <summary>True where a probe of the neighbour waits for its answer.</summary>
    public bool OwesAnswer { get; set; }

    /// <summary>Ends the flow; what waits for it is lost.</summary>
    public void End(CloseReason reason, Instant now)
    {
        Release();
        Flow.Close(reason, now);
    }

    /// <summary>True once it is of no use any more.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>It is of no use any more: what waits for it is lost.</summary>
    public void Release()
    {
        Scheduler.Clear();
        Flow.Release();
        Seal?.Dispose();
        IsReleased = true;
    }

    public void HandleTrain(in Train train, Instant now)
    {
        Silence.NoteHeard(train.Count, now);
        _table.Receiving = this;
        _data.HandleTrain(train, this, now);
        _table.Receiving = null;
    }

    public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now)
    {
        switch (what)
        {
            case FlowEvent.Up or FlowEvent.Down:
                IsUp = what == FlowEvent.Up;
                _table.HandleChanged(Neighbour, now);
                break;
            case FlowEvent.Writable:
                Scheduler.SendWaiting(now);
                _table.User.HandleWritable(now);
                break;
            case FlowEvent.Closed:
                _table.Remove(this, now);
                break;
        }
    }
}
