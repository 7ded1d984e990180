namespace Lamina.Core;

/// <summary>
/// An N-1 flow, as the machine that uses it sees it. Bearers, layers, and an application's attachment to a daemon
/// offer the same one: that is what makes the network recursive.
/// </summary>
public abstract class LowerFlow
{
    /// <summary>Number of the flow in its stack (FID); never 0.</summary>
    public abstract long Id { get; }

    /// <summary>The longest packet in bytes. It never shrinks during the flow's life.</summary>
    public abstract int MaxPacketSize { get; }

    /// <summary>Bytes of the headers that all layers below push: who makes packets leaves this much in front of each.</summary>
    public abstract int HeadRoom { get; }

    /// <summary>The longest time that a packet lives below (MPL): the base of every Delta-t bound.</summary>
    public abstract Duration MaxPacketLifetime { get; }

    /// <summary>Who is at the other end, as far as it was proved.</summary>
    public abstract PeerIdentity Peer { get; }

    /// <summary>
    /// What the layer accepted to give, of what was asked: the same at both ends. Order, retransmission and integrity are of the flow's
    /// ends, and as they were asked for. Default: <see cref="QosSpec.Raw"/>, no promise.
    /// </summary>
    public virtual QosSpec AcceptedQos => QosSpec.Raw;

    /// <summary>
    /// True where packets cannot change on the way, because they never leave the memory of this stack: what stands on
    /// the flow needs no checksum. Default false.
    /// </summary>
    public virtual bool IsIntact => false;

    /// <summary>
    /// True where the handshake of the flow ended in traffic keys: then the flow's ends seal, or there is no flow. Default false.
    /// </summary>
    public virtual bool HasKeys => false;

    /// <summary>What a restarted stack needs to take the flow up again; null (default) where that cannot be done.</summary>
    public virtual FlowTicket? Ticket => null;

    /// <summary>
    /// True where whoever carries the flow finds out by itself what its way carries, and sees to it that packets of
    /// <see cref="MaxPacketSize"/> arrive. What stands on a flow that does not say so asks for itself. Default false.
    /// </summary>
    public virtual bool KeepsPacketSize => IsIntact;

    /// <summary>
    /// Bytes that may be transmitted now without being dropped here. 0: wait for <see cref="FlowEvent.Writable"/>.
    /// Ask first: <see cref="Transmit"/> returns nothing, and what has no room below is dropped and counted.
    /// </summary>
    public abstract int Credit { get; }

    /// <summary>
    /// Whether <see cref="Credit"/> would be so many bytes, 1 or more; asked for each packet, it looks no further down than it must: a layer that
    /// has room for them itself does not ask the one below. True says what <see cref="Credit"/> would. False is no promise of
    /// <see cref="FlowEvent.Writable"/>: who waits asks for <see cref="Credit"/> first. Default: asks for it.
    /// </summary>
    public virtual bool HasCreditFor(int bytes) => Credit >= bytes;

    /// <summary>
    /// Asks for so many bytes at once, for a message that goes whole or not at all. A flow that is paced gives them as soon as there
    /// is any credit, and none again until they are paid back; so the next calls must transmit them.
    /// </summary>
    /// <returns>True: there is credit for all of them.</returns>
    public virtual bool TryReserve(int bytes) => Credit >= bytes;

    /// <summary>Gets packets and events; set before the first packet can arrive, never null while the flow is open.</summary>
    public IFlowUser User { get; set; } = NoFlowUser.Instance;

    /// <summary>
    /// Sends a train, each segment at most <see cref="MaxPacketSize"/>. Consumes one reference of its buffer, whatever
    /// happens to the packets, and may write headers into its head room.
    /// </summary>
    public abstract void Transmit(in Train train, Instant now);

    /// <summary>
    /// Nothing was sent for so long that no packet can be under way: what is only known for packets may be dropped. Default: nothing is.
    /// </summary>
    public virtual void Rest(Instant now)
    {
    }

    /// <summary>Ends the flow and tells the peer. The user gets no further call.</summary>
    public abstract void Close(CloseReason reason, Instant now);
}
