using Lamina.Core;
using Lamina.Security.Handshake;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>An arriving flow as its acceptor sees it: without the handshake around what the requester says.</summary>
internal sealed class BrokeredArrival(
    ArrivingFlow arrival, IHandshakeSuite suite, IHandshakeResponder responder, PeerIdentity peer, StackFlows flows, FlowRecord record)
    : ArrivingFlow
{
    public override NameHash Destination => arrival.Destination;

    public override QosSpec Qos => arrival.Qos;

    public override QosSpec AcceptedQos => arrival.AcceptedQos;

    public override ReadOnlyMemory<byte> Data { get; } = InnerOf(arrival.Data);

    public override long Id => arrival.Id;

    public override int MaxPacketSize => arrival.MaxPacketSize;

    public override Duration MaxPacketLifetime => arrival.MaxPacketLifetime;

    public override PeerIdentity Peer => peer;

    public override bool IsIntact => arrival.IsIntact;

    public override bool IsPending => arrival.IsPending;

    public override LowerFlow? Accept(ReadOnlySpan<byte> data, IFlowUser user, Instant now)
    {
        if (!arrival.IsPending)
        {
            return null;
        }

        Span<byte> handshake = stackalloc byte[AllocationRequest.MaxDataLength];
        int length = responder.WriteSecond(data, handshake);
        Span<byte> wrapped = stackalloc byte[AllocationRequest.MaxDataLength];
        int wrappedLength = length < 0
            ? -1
            : new HandshakeSlot { Suite = suite.Id, Handshake = handshake[..length], Inner = data }.Write(wrapped);
        if (wrappedLength < 0)
        {
            Refuse(CloseReason.NoResources, now);
            return null;
        }

        var flow = new BrokeredFlow(flows, record, peer) { User = user };
        LowerFlow? lower = arrival.Accept(wrapped[..wrappedLength], flow, now);
        if (lower is null)
        {
            return null;
        }

        flow.Attach(lower);
        return flow;
    }

    public override void Refuse(CloseReason reason, Instant now) => arrival.Refuse(reason, now);

    private static ReadOnlyMemory<byte> InnerOf(ReadOnlyMemory<byte> data) =>
        HandshakeSlot.TryRead(data.Span, out HandshakeSlot slot) ? data[^slot.Inner.Length..] : default;
}
