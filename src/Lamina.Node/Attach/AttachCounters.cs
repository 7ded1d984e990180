namespace Lamina.Node.Attach;

/// <summary>What an attached process did, and what it lost.</summary>
public sealed class AttachCounters
{
    /// <summary>Trains taken from the application.</summary>
    public long TrainsFromApplication { get; internal set; }

    /// <summary>Trains given to the application.</summary>
    public long TrainsToApplication { get; internal set; }

    /// <summary>Trains dropped because the application's ring was full.</summary>
    public long DroppedRingFull { get; internal set; }

    /// <summary>Trains dropped because the daemon's pool was empty, or its half that may wait for layers was full.</summary>
    public long DroppedNoBuffer { get; internal set; }

    /// <summary>Trains that waited in the daemon until their layer took them.</summary>
    public long TrainsHeld { get; internal set; }

    /// <summary>
    /// Trains dropped because the process sent more than it was granted, and those that still waited when their flow ended or for longer
    /// than a packet may live.
    /// </summary>
    public long DroppedNoCredit { get; internal set; }

    /// <summary>Records and messages for a flow that is not this process's own, or not any more.</summary>
    public long RefusedFlowId { get; internal set; }

    /// <summary>Tickets that this stack did not give, or not to this user.</summary>
    public long RefusedTickets { get; internal set; }

    /// <summary>Takes up what another process did, which has gone.</summary>
    internal void Add(AttachCounters other)
    {
        TrainsFromApplication += other.TrainsFromApplication;
        TrainsToApplication += other.TrainsToApplication;
        DroppedRingFull += other.DroppedRingFull;
        DroppedNoBuffer += other.DroppedNoBuffer;
        TrainsHeld += other.TrainsHeld;
        DroppedNoCredit += other.DroppedNoCredit;
        RefusedFlowId += other.RefusedFlowId;
        RefusedTickets += other.RefusedTickets;
    }
}
