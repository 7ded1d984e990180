namespace Lamina.Protocols.Flows;

/// <summary>What a flow end has done, in packets unless said otherwise. Read by management; written by the machine.</summary>
public sealed class FlowEndCounters
{
    // Made with the first: on most flows nothing of it ever happens.
    private FlowTroubles? _troubles;

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
    public long Retransmitted
    {
        get => _troubles?.Retransmitted ?? 0;
        internal set => Troubles.Retransmitted = value;
    }

    /// <summary>Times the retransmission timer ran out.</summary>
    public long Timeouts
    {
        get => _troubles?.Timeouts ?? 0;
        internal set => Troubles.Timeouts = value;
    }

    /// <summary>Time-outs after which the first answer was for a packet that had not been sent again: the path was only slow.</summary>
    public long SpuriousTimeouts
    {
        get => _troubles?.SpuriousTimeouts ?? 0;
        internal set => Troubles.SpuriousTimeouts = value;
    }

    /// <summary>Packets sent again of which the peer told that it had them.</summary>
    public long SpuriousRetransmissions
    {
        get => _troubles?.SpuriousRetransmissions ?? 0;
        internal set => Troubles.SpuriousRetransmissions = value;
    }

    /// <summary>Times the tail was probed.</summary>
    public long Probes
    {
        get => _troubles?.Probes ?? 0;
        internal set => Troubles.Probes = value;
    }

    /// <summary>Control packets sent.</summary>
    public long ControlSent { get; internal set; }

    /// <summary>Rendezvous packets sent: the peer's window was closed for long.</summary>
    public long Rendezvous
    {
        get => _troubles?.Rendezvous ?? 0;
        internal set => Troubles.Rendezvous = value;
    }

    /// <summary>Packets that had come before.</summary>
    public long Duplicates
    {
        get => _troubles?.Duplicates ?? 0;
        internal set => Troubles.Duplicates = value;
    }

    /// <summary>Packets that came before an earlier one.</summary>
    public long OutOfOrder
    {
        get => _troubles?.OutOfOrder ?? 0;
        internal set => Troubles.OutOfOrder = value;
    }

    /// <summary>Runs of data that this end began.</summary>
    public long RunsBegun { get; internal set; }

    /// <summary>Segments copied because the layer below still held their buffer when they were sent again.</summary>
    public long RetransmissionCopies
    {
        get => _troubles?.RetransmissionCopies ?? 0;
        internal set => Troubles.RetransmissionCopies = value;
    }

    /// <summary>Segments copied into small buffers, so that few bytes do not hold a large one.</summary>
    public long ReceiveCopies
    {
        get => _troubles?.ReceiveCopies ?? 0;
        internal set => Troubles.ReceiveCopies = value;
    }

    /// <summary>Packets not delivered, for one reason.</summary>
    public long Dropped(DropReason reason) => _troubles?.Dropped[(int)reason] ?? 0;

    private FlowTroubles Troubles => _troubles ??= new FlowTroubles();

    internal void Drop(DropReason reason, int packets = 1) => Troubles.Dropped[(int)reason] += packets;
}
