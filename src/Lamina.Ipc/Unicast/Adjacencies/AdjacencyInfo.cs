using Lamina.Core;
using Lamina.Wire.Connections;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>A flow to a neighbour, for a person.</summary>
/// <param name="PeerName">The name that this side connected to; empty where the other side did.</param>
/// <param name="Peer">The neighbour's address; none while it is being connected to.</param>
/// <param name="Component">What the flow is for.</param>
/// <param name="State">Whether it carries packets.</param>
/// <param name="FlowId">Number of the flow below, by which the stack knows its layer; 0 where there is none at present.</param>
public sealed record AdjacencyInfo(
    string PeerName, Address Peer, ConnectionComponent Component, AdjacencyState State, long FlowId)
{
    /// <summary>Bytes of the longest packet that a data flow carries whole, as far as is known, the layer's header counted; 0 for others.</summary>
    public int PacketSize { get; init; }

    /// <summary>Why the last attempt to connect failed; empty where none did.</summary>
    public string Problem { get; init; } = "";

    /// <summary>Of a data flow: bits per second that flows may reserve in each direction; 0: not known.</summary>
    public ulong Capacity { get; init; }

    /// <summary>Bits per second that this side's packets have reserved of it.</summary>
    public ulong Reserved { get; init; }
}
