using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies.Proofs;
using Lamina.Ipc.Unicast.Connections;
using Lamina.Ipc.Unicast.Control;
using Lamina.Security.Records;
using Lamina.Wire.Connections;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>What is more in a secure layer: who becomes a neighbour has proved itself, and data flows stand on management flows (docs/design/ADJACENCIES.md).</summary>
internal sealed partial class Connector : ILinkProofUser
{
    /// <summary>Management flows that are not proved yet; null in an insecure layer. Set once, before the first flow.</summary>
    public LinkProofs? Proofs { get; private set; }

    private RecordCiphers Ciphers => membership.Security!.Ciphers;

    /// <summary>From now on nobody is a neighbour who has not proved itself.</summary>
    public void DemandProofs(LayerSecurity security, ControlChannelSet channels) =>
        Proofs = new LinkProofs(membership, security, Connections, channels, this);

    /// <summary>What a flow is asked for with.</summary>
    /// <returns>False where it cannot be asked for yet: the management flow that it is to stand on is not there.</returns>
    public bool TryWriteRequest(StandingConnection order, out byte[] data)
    {
        data = [];
        if (Proofs is null || order.Component != ConnectionComponent.DataTransfer)
        {
            data = Connections.WriteRequest(order.Component);
            return true;
        }

        ManagementLink? link = table.ManagementLinks.LastOrDefault(
            link => link.Origin.Order is not null && link.Origin.Dialled == order.Destination);
        if (link is null)
        {
            return false;
        }

        byte[] claim = link.Bond!.Ask(Context.Random);
        order.Asked = (link, claim);
        data = ConnectionData.Write(claim, Connections.HelloFor(order.Component));
        return true;
    }

    (Outcome Outcome, CloseReason Reason) ILinkProofUser.Judge(in ConnectionHello hello, PeerIdentity peer, string dialled, Instant now)
    {
        ConnectionFault fault = Connections.ExamineProved(hello);
        if (fault == ConnectionFault.SameAddress)
        {
            Layer.TryKeepAddress(hello.Instance, now);
        }

        if (fault != ConnectionFault.None)
        {
            return (Connections.Describe(fault, dialled, hello), ConnectionManager.ReasonOf(fault));
        }

        return table.IsTakenFrom(hello.Address, peer, now)
            ? (Outcome.Failed($"'{dialled}' has the address {hello.Address} of another neighbour", "try again: one of the two will have another address, or be gone"),
                CloseReason.AddressTaken)
            : (Outcome.Ok, CloseReason.None);
    }

    void ILinkProofUser.HandleProved(in ConnectionHello hello, LinkOrigin origin, LinkBond bond, ControlChannel channel, Instant now)
    {
        table.DoubtFormer(bond.Peer, now);
        table.AddManagement(hello, origin, bond, channel, now);
        if (origin.Order is { } order)
        {
            order.Peer = hello.Address;
            order.HandleAttached(Outcome.Ok, mayChange: false, now);
            foreach (StandingConnection waiting in _orders.FindAll(other => other.IsWaiting && other.Destination == order.Destination))
            {
                waiting.Start(now);
            }
        }
    }

    private Outcome AttachProved(StandingConnection order, LowerFlow flow, ReadOnlySpan<byte> consent, Instant now)
    {
        (ManagementLink link, byte[] claim) = order.Asked!.Value;
        if (!link.Neighbour.Management.Contains(link) || !link.Bond!.TryConclude(claim, consent, out RecordKeys? keys))
        {
            // The next attempt is for the management flow that is there then.
            order.HasConflict = true;
            return Outcome.Denied($"who answered to '{order.Destination}' for data is not who was proved there");
        }

        order.Peer = link.Neighbour.Address;
        table.AddData(link.Neighbour, new(order.Destination, order, order.Capacity), flow, Ciphers.Begin(keys!, now), now);
        return Outcome.Ok;
    }

    private void AcceptProved(Name name, ArrivingFlow arrival, ReadOnlySpan<byte> claim, Instant now)
    {
        RecordKeys? keys = null;
        byte[] consent = [];
        ManagementLink? link = LinkClaim.TryRead(claim, out LinkClaim read)
            ? table.ManagementLinks.FirstOrDefault(link => link.Origin.Order is null && link.Bond!.Id == read.Adjacency)
            : null;
        if (link?.Bond?.TryAgree(claim, Context.Random, out consent, out keys) is not true)
        {
            // May be of a management flow that this side has lost already: the other will see that, too, and ask again.
            Connections.Counters.NotProved++;
            arrival.Refuse(CloseReason.Unreachable, now);
        }
        else if (Accept(arrival, ConnectionComponent.DataTransfer, consent, now) is { } flow)
        {
            ulong capacity = CapacityFor(ConnectionComponent.DataTransfer, arrival.Qos.Bandwidth);
            table.AddData(link.Neighbour, new(name, null, capacity), flow, Ciphers.Begin(keys!, now), now);
        }
        else
        {
            keys!.Dispose();
        }
    }
}
