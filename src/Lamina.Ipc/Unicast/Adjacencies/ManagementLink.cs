using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies.Proofs;
using Lamina.Ipc.Unicast.Control;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>A management flow to a neighbour: reliable, routing messages only.</summary>
internal sealed class ManagementLink : IControlChannelUser
{
    private readonly AdjacencyTable _table;

    public ManagementLink(Neighbour neighbour, LinkOrigin origin, AdjacencyTable table, Func<ManagementLink, ControlChannel> open)
    {
        Neighbour = neighbour;
        Origin = origin;
        _table = table;
        Channel = open(this);
    }

    public Neighbour Neighbour { get; }

    public LinkOrigin Origin { get; }

    public ControlChannel Channel { get; }

    /// <summary>In a secure layer: what its data flows stand on; null in others.</summary>
    public LinkBond? Bond { get; init; }

    public void Send(byte[] message) => Channel.Send(message);

    public void HandleMessage(ReadOnlySpan<byte> message, Instant now) => _table.HandleMessage(this, message, now);

    public void HandleChannelClosed(CloseReason reason, Instant now) => _table.Remove(this, reason, now);
}
