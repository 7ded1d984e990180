namespace Lamina.Protocols.Flows;

/// <summary>The counters of <see cref="FlowEndCounters"/> that most flows never need; what they mean is said there.</summary>
internal sealed class FlowTroubles
{
    public long Retransmitted;
    public long Timeouts;
    public long SpuriousTimeouts;
    public long SpuriousRetransmissions;
    public long Probes;
    public long Rendezvous;
    public long Duplicates;
    public long OutOfOrder;
    public long RetransmissionCopies;
    public long ReceiveCopies;
    public readonly long[] Dropped = new long[(int)DropReason.AfterClose + 1];
}
