using Lamina.Core;
using Lamina.Ipc.Unicast.Control;
using Lamina.Protocols.Flows;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>A management flow to a neighbour: reliable, routing messages only.</summary>
internal sealed class ManagementLink : IControlChannelUser
{
    private readonly AdjacencyTable _table;

    public ManagementLink(
        Neighbour neighbour, LinkOrigin origin, LowerFlow flow, FlowTerms terms,
        ControlChannelSet channels, AdjacencyTable table, Instant now)
    {
        Neighbour = neighbour;
        Origin = origin;
        _table = table;
        Channel = new ControlChannel(channels, flow, terms, this, now);
    }

    public Neighbour Neighbour { get; }

    public LinkOrigin Origin { get; }

    public ControlChannel Channel { get; }

    public void Send(byte[] message) => Channel.Send(message);

    public void HandleMessage(ReadOnlySpan<byte> message, Instant now) => _table.HandleMessage(this, message, now);

    public void HandleChannelClosed(CloseReason reason, Instant now) => _table.Remove(this, reason, now);
}
