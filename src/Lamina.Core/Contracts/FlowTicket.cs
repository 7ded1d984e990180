namespace Lamina.Core;

/// <summary>
/// What it takes to take up a flow of a layer again, in a stack that was restarted. Each room adds what it knows: the allocator the
/// two ends, the IRM the rest. It is a secret of nobody, but proves nothing either, unless somebody seals it.
/// </summary>
public sealed record FlowTicket
{
    /// <summary>EID of this end.</summary>
    public required ulong Eid { get; init; }

    /// <summary>EID of the other end.</summary>
    public required ulong RemoteEid { get; init; }

    /// <summary>This member's name in the layer, as the layer writes it.</summary>
    public required ulong LocalAddress { get; init; }

    /// <summary>The member at the other end.</summary>
    public required ulong RemoteAddress { get; init; }

    /// <summary>What the flow was asked to give.</summary>
    public required QosSpec Qos { get; init; }

    /// <summary>The longest packet: it never shrinks during the flow's life.</summary>
    public required int MaxPacketSize { get; init; }

    /// <summary>The longest life of a packet (MPL), which both ends count with.</summary>
    public required Duration MaxPacketLifetime { get; init; }

    /// <summary>The IPC process that gave it.</summary>
    public string Process { get; init; } = "";

    /// <summary>The layer that it was a member of.</summary>
    public string Layer { get; init; } = "";

    /// <summary>The name that the flow was asked for by.</summary>
    public string Name { get; init; } = "";

    /// <summary>True where the other side asked for it.</summary>
    public bool IsIncoming { get; init; }

    /// <summary>Who was proved to be at the other end.</summary>
    public PeerIdentity Peer { get; init; }
}
