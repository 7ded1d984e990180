using Lamina.Core;
using Lamina.Security.Cookies;
using Lamina.Wire.Allocation;

namespace Lamina.Protocols.Allocation;

/// <summary>
/// What a flow allocator needs of the IPC process that it is a component of.
/// </summary>
/// <typeparam name="TPeer">How the process names its peers: an address, or an endpoint of the technology below.</typeparam>
public interface IAllocationTransport<TPeer>
    where TPeer : struct, IEquatable<TPeer>
{
    /// <summary>Bytes of addresses in messages, 0 to 8; 0 where every message's sender is known from below (udp).</summary>
    int AddressSize { get; }

    /// <summary>The own address; 0 where <see cref="AddressSize"/> is.</summary>
    ulong LocalAddress { get; }

    /// <summary>Bytes that are pushed in front of a packet on its way down, all layers included.</summary>
    int HeadRoom { get; }

    /// <summary>The longest time that a packet lives in the layer (MPL).</summary>
    Duration MaxPacketLifetime { get; }

    /// <summary>The longest packet that a flow takes, in bytes: asked once, at its beginning.</summary>
    /// <param name="peer">Where the other end is.</param>
    /// <param name="qos">What the flow is to give.</param>
    int MaxPacketSizeFor(TPeer peer, in QosSpec qos);

    /// <summary>See <see cref="LowerFlow.KeepsPacketSize"/>; default false.</summary>
    bool KeepsPacketSize => false;

    /// <summary>
    /// How a peer is written into a ticket; 0 (default): flows of this layer cannot be taken up again by a later life of the stack.
    /// </summary>
    ulong AddressOf(TPeer peer) => 0;

    /// <summary>Who sent a message: of the address in it, or of who sent it as told from below.</summary>
    /// <param name="address">The address in the message; 0 where <see cref="AddressSize"/> is.</param>
    /// <param name="from">What was passed to <see cref="FlowAllocator{TPeer}.HandleMessage"/>.</param>
    TPeer PeerOf(ulong address, TPeer from);

    /// <summary>How cookies and shares know a peer.</summary>
    RemoteSource SourceOf(TPeer peer);

    /// <summary>A number for a new flow, unique in the stack, never 0.</summary>
    long NextFlowId();

    /// <summary>
    /// Sends a message to a peer's flow allocator, maybe to the own one. The bytes are lent. It may be called while
    /// <see cref="FlowAllocator{TPeer}.HandleMessage"/> runs: what turns around goes through the run queue.
    /// </summary>
    void SendMessage(TPeer peer, ReadOnlySpan<byte> message, Instant now);

    /// <summary>
    /// Sends a train to <see cref="AllocatedFlow{TPeer}.RemoteEid"/> at <see cref="AllocatedFlow{TPeer}.RemotePeer"/>.
    /// Consumes one reference of its buffer.
    /// </summary>
    void Transmit(AllocatedFlow<TPeer> flow, in Train train, Instant now);

    /// <summary>Bytes that the flow may transmit now; where it was 0, <see cref="FlowAllocator{TPeer}.HandleWritable"/> follows.</summary>
    int CreditOf(AllocatedFlow<TPeer> flow);

    /// <summary>See <see cref="LowerFlow.HasCreditFor"/>; nobody waits for anything because of it.</summary>
    bool HasCreditFor(AllocatedFlow<TPeer> flow, int bytes) => CreditOf(flow) >= bytes;

    /// <summary>
    /// False where nothing could carry the flow's packets to its other end at present. Who can tell calls
    /// <see cref="FlowAllocator{TPeer}.HandleWaysChanged"/> when that may have changed; default: nobody can.
    /// </summary>
    bool HasWay(AllocatedFlow<TPeer> flow) => true;

    /// <summary>See <see cref="LowerFlow.TryReserve"/>; asked only where there is credit.</summary>
    bool TryReserve(AllocatedFlow<TPeer> flow, int bytes) => CreditOf(flow) >= bytes;

    /// <summary>
    /// Somebody asks for a flow; the answer may come inside the call or later. What the layer does not give of what was asked is left out of
    /// <see cref="AllocatedFlow{TPeer}.AcceptedQos"/> before the answer.
    /// </summary>
    void HandleArrival(AllocatedFlow<TPeer> flow, ArrivingFlow arrival, Instant now);

    /// <summary>
    /// The other end has accepted what <see cref="AllocatedFlow{TPeer}.AcceptedQos"/> says. False: this end has to make room for it first, and
    /// says <see cref="AllocatedFlow{TPeer}.Admit"/> or <see cref="AllocatedFlow{TPeer}.RefuseAdmission"/>; default: it is there.
    /// </summary>
    bool TryAdmit(AllocatedFlow<TPeer> flow, Instant now) => true;

    /// <summary>
    /// The other end of a flow tells how the flow's packets fared; its address is in the flow already. By default nobody listens.
    /// </summary>
    void HandleUpdate(AllocatedFlow<TPeer> flow, in ArrivalReport arrivals, Instant now)
    {
    }

    /// <summary>
    /// True where the flow's credit is 0 because the transport holds it back for its own good, and calls
    /// <see cref="AllocatedFlow{TPeer}.Resume"/> when it does not any more.
    /// </summary>
    bool IsHeldBack(AllocatedFlow<TPeer> flow) => false;

    /// <summary>
    /// Nothing was sent over the flow for so long that nothing of it can be under way; what the transport keeps for packets may go. Default: it
    /// keeps nothing.
    /// </summary>
    void HandleRest(AllocatedFlow<TPeer> flow)
    {
    }

    /// <summary>
    /// The flow is over: nothing of what the transport keeps with it may go on. Said when it closes, and again when the peer knows.
    /// </summary>
    void HandleEnded(AllocatedFlow<TPeer> flow)
    {
    }
}
