using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>What one end of a flow may use, and the Delta-t bounds that it asks for.</summary>
public sealed record FlowLimits
{
    /// <summary>The defaults, for a flow of some hundred megabits over some ten milliseconds.</summary>
    public static FlowLimits Default { get; } = new();

    /// <summary>
    /// A: the longest time before an acknowledgement is sent. Default 20 ms, 1 ms to 1 s. Larger makes every state live longer.
    /// </summary>
    public Duration AckBound { get; init; } = Duration.FromMilliseconds(20);

    /// <summary>
    /// R: the longest time that a packet is sent again before the peer counts as unreachable, and that a close lingers.
    /// Default 30 s, 100 ms to 10 min. Smaller gives up sooner on an interrupted path.
    /// </summary>
    public Duration RetransmissionBound { get; init; } = Duration.FromSeconds(30);

    /// <summary>Packets that wait for the reader, out-of-order ones included. Default 2048, at least 16.</summary>
    public int ReceivePackets { get; init; } = 2048;

    /// <summary>Payload bytes that wait for the reader. Default 4 MiB; less than <see cref="MaxMessage"/> makes it the limit.</summary>
    public int ReceiveBytes { get; init; } = 4 << 20;

    /// <summary>
    /// Bytes of buffers with packets that are sent and not acknowledged. Default 1 MiB. It bounds memory, and, as long as
    /// no layer below gives credit, what a queue below can be flooded with; throughput is at most this per round trip.
    /// </summary>
    public int UnacknowledgedBytes { get; init; } = 1 << 20;

    /// <summary>Longest message in bytes where the flow retransmits. Default 1 MiB.</summary>
    public int MaxMessage { get; init; } = 1 << 20;

    /// <summary>Longest message in bytes where it fragments but does not retransmit: one train. Default 64 KiB.</summary>
    public int MaxUnreliableMessage { get; init; } = 64 << 10;

    /// <summary>How long a single packet may wait for a second one before it is acknowledged. Default 5 ms, never above A.</summary>
    public Duration DelayedAck { get; init; } = Duration.FromMilliseconds(5);
}
