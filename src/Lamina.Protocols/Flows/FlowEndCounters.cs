namespace Lamina.Protocols.Flows;

/// <summary>What a flow end has done, in packets unless said otherwise. Read by management; written by the machine.</summary>
public sealed class FlowEndCounters
{
    private readonly long[] _dropped = new long[(int)DropReason.AfterClose + 1];

    /// <summary>Packets sent for the first time, acknowledgements and other control included.</summary>
    public long Sent { get; internal set; }

    /// <summary>Trains sent.</summary>
    public long TrainsSent { get; internal set; }

    /// <summary>Messages written.</summary>
    public long MessagesWritten { get; internal set; }

    /// <summary>Packets that came, whatever became of them.</summary>
    public long Received { get; internal set; }

    /// <summary>Messages read.</summary>
    public long MessagesRead { get; internal set; }

    /// <summary>Packets sent again.</summary>
    public long Retransmitted { get; internal set; }

    /// <summary>Times the retransmission timer ran out.</summary>
    public long Timeouts { get; internal set; }

    /// <summary>Time-outs after which the first answer was for a packet that had not been sent again: the path was only slow.</summary>
    public long SpuriousTimeouts { get; internal set; }

    /// <summary>Packets sent again of which the peer told that it had them.</summary>
    public long SpuriousRetransmissions { get; internal set; }

    /// <summary>Times the tail was probed.</summary>
    public long Probes { get; internal set; }

    /// <summary>Control packets sent.</summary>
    public long ControlSent { get; internal set; }

    /// <summary>Rendezvous packets sent: the peer's window was closed for long.</summary>
    public long Rendezvous { get; internal set; }

    /// <summary>Packets that had come before.</summary>
    public long Duplicates { get; internal set; }

    /// <summary>Packets that came before an earlier one.</summary>
    public long OutOfOrder { get; internal set; }

    /// <summary>Runs of data that this end began.</summary>
    public long RunsBegun { get; internal set; }

    /// <summary>Segments copied because the layer below still held their buffer when they were sent again.</summary>
    public long RetransmissionCopies { get; internal set; }

    /// <summary>Segments copied into small buffers, so that few bytes do not hold a large one.</summary>
    public long ReceiveCopies { get; internal set; }

    /// <summary>Packets not delivered, for one reason.</summary>
    public long Dropped(DropReason reason) => _dropped[(int)reason];

    internal void Drop(DropReason reason, int packets = 1) => _dropped[(int)reason] += packets;
}
