using Lamina.Core;
using Lamina.Security.Handshake;
using Lamina.Security.Records;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>An arriving flow as its acceptor sees it: without the handshake around what the requester says.</summary>
internal sealed class BrokeredArrival(ArrivingFlow arrival, ProvedArrival proved, StackFlows flows, FlowRecord record)
    : ArrivingFlow, IKeyedFlow
{
    public override NameHash Destination => arrival.Destination;

    public override QosSpec Qos => arrival.Qos;

    public override QosSpec AcceptedQos => arrival.AcceptedQos;

    public override ReadOnlyMemory<byte> Data => proved.Inner;

    public override long Id => arrival.Id;

    public override int MaxPacketSize => arrival.MaxPacketSize;

    public override Duration MaxPacketLifetime => arrival.MaxPacketLifetime;

    public override PeerIdentity Peer => proved.Peer;

    public override ulong Source => arrival.Source;

    public override bool IsIntact => arrival.IsIntact;

    public override bool HasKeys => proved.Suite.Agreement is not null;

    public override bool IsPending => arrival.IsPending;

    public RecordKeys? TakeKeys() => proved.Responder.TakeKeys();

    public override LowerFlow? Accept(ReadOnlySpan<byte> data, IFlowUser user, Instant now)
    {
        if (!arrival.IsPending)
        {
            return null;
        }

        Span<byte> wrapped = stackalloc byte[AllocationRequest.MaxDataLength];
        int length = proved.Responder.WriteSecond(data, HandshakeSlot.Begin(wrapped, proved.Suite.Id));
        if (length < 0)
        {
            Refuse(CloseReason.NoResources, now);
            return null;
        }

        var flow = new BrokeredFlow(flows, record) { User = user };
        LowerFlow? lower = arrival.Accept(wrapped[..(HandshakeSlot.HeaderLength + length)], flow, now);
        if (lower is null)
        {
            return null;
        }

        flow.Attach(lower);
        return flow;
    }

    public override void Refuse(CloseReason reason, Instant now)
    {
        proved.Responder.Dispose();
        arrival.Refuse(reason, now);
    }
}
