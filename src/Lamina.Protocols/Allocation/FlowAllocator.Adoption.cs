using Lamina.Core;
using Lamina.Wire.Allocation;

namespace Lamina.Protocols.Allocation;

/// <content>Flows of a former life of this stack.</content>
public sealed partial class FlowAllocator<TPeer>
{
    private Instant _awaitsAdoptions = Instant.Zero;

    /// <summary>
    /// A later life of the stack begins, whose flows are adopted one by one: until then nobody is told that a flow is not known. A peer that
    /// was restarted too asks several times.
    /// </summary>
    public void AwaitAdoptions(Instant now) => _awaitsAdoptions = now + Settings.AdoptionTime;

    /// <summary>
    /// Ends everything at once, as a crash would: users and sinks are told, peers are not, since a next life takes the flows up.
    /// </summary>
    /// <returns>What that one has to tell peers in any case.</returns>
    public IReadOnlyList<FlowParting> Vanish(Instant now)
    {
        _isShutDown = true;
        FlowParting[] partings = [.. Table.All.ToArray().Select(flow => flow.Vanish(now)).OfType<FlowParting>()];
        _waitingForCredit.Clear();
        Table.Closed.Clear();
        return partings;
    }

    /// <summary>Takes up a flow that a former life gave: as it was, open, under the same EIDs. The peer is asked whether it knows it still.</summary>
    /// <param name="ticket">What the former life said of it; somebody has proved that it did.</param>
    /// <param name="peer">Where the other end is.</param>
    /// <param name="now">The present.</param>
    public Adoption Adopt(FlowTicket ticket, TPeer peer, Instant now)
    {
        if (_isShutDown)
        {
            return Adoption.Refused(CloseReason.ShuttingDown);
        }

        // Taken: somebody has adopted it already. Remembered: it has ended here since.
        if (ticket.Eid < AllocationHeader.FirstFlowEid || ticket.RemoteEid < AllocationHeader.FirstFlowEid
            || Table.TryGet(ticket.Eid, out _) || Table.Closed.Contains(ticket.Eid, now))
        {
            return Adoption.Refused(CloseReason.StackLost);
        }

        // A flow's packets never shrink.
        if (ticket.MaxPacketSize > Transport.MaxPacketSizeFor(peer, ticket.Qos))
        {
            return Adoption.Refused(CloseReason.NoResources);
        }

        var flow = new AllocatedFlow<TPeer>(this, ticket.Eid, peer, ticket.RemoteEid, ticket.Qos, ticket.MaxPacketSize);
        Table.Add(flow);
        // What was kept for it on its way ended with the former life.
        flow.Promise(ticket.Qos.WithoutReservation());
        flow.Adopt(ticket, now);
        return new Adoption(flow, flow.IsUp, CloseReason.None);
    }
}
