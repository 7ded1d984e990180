using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>What one end of a flow may use, and the Delta-t bounds that it asks for.</summary>
public sealed record FlowLimits
{
    internal const int InitialReceivePackets = 2048;

    internal const int InitialReceiveBytes = 2 << 20;

    /// <summary>The defaults, for a flow of a gigabit over a tenth of a second.</summary>
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

    /// <summary>
    /// Most packets that wait for the reader, out-of-order ones included. Default 16384, at least 16. The window begins with 2048 and
    /// grows as the peer uses it and the reader keeps up.
    /// </summary>
    public int ReceivePackets { get; init; } = 16384;

    /// <summary>Most payload bytes that wait for the reader. Default 16 MiB; the window begins with 2 MiB.</summary>
    public int ReceiveBytes { get; init; } = 16 << 20;

    /// <summary>
    /// Most bytes of buffers with packets that are sent and not acknowledged. Default 16 MiB; it begins with 1 MiB and grows to what the
    /// path holds. Throughput is at most this per round trip.
    /// </summary>
    public int UnacknowledgedBytes { get; init; } = 16 << 20;

    /// <summary>Longest packet in bytes that this end sends, where the flow below would take a longer one. Default: what it takes; at least 128.</summary>
    public int MaxPacket { get; init; } = int.MaxValue;

    /// <summary>
    /// Longest message in bytes where the flow retransmits. Default 16 MiB. What is longer than 1 MiB, or than half of what may wait for
    /// the reader, is read in parts while it comes.
    /// </summary>
    public int MaxMessage { get; init; } = 16 << 20;

    /// <summary>False: the reader gets each fragment of a message as it comes, not the message when it is whole. Default true.</summary>
    public bool Reassembles { get; init; } = true;

    /// <summary>False: a message is at most one packet, in both directions. Default true; either end may say so.</summary>
    public bool Fragments { get; init; } = true;

    /// <summary>
    /// False: the writer does not wait for room at the reader; what finds none is dropped, and sent again where the flow retransmits.
    /// Default true; either end may say so.
    /// </summary>
    public bool ControlsFlow { get; init; } = true;

    /// <summary>Longest message in bytes where it fragments but does not retransmit: one train. Default 64 KiB.</summary>
    public int MaxUnreliableMessage { get; init; } = 64 << 10;

    /// <summary>How long a single packet may wait for a second one before it is acknowledged. Default 5 ms, never above A.</summary>
    public Duration DelayedAck { get; init; } = Duration.FromMilliseconds(5);
}
