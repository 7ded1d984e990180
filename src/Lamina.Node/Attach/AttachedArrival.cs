using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <summary>A flow that arrived for a name of this program, and waits for its answer.</summary>
internal sealed class AttachedArrival(AttachedStack stack, uint number, QosSpec qos, NameHash destination, AttachFlowLimits limits, byte[] data)
    : ArrivingFlow
{
    public override NameHash Destination => destination;

    public override QosSpec Qos => qos;

    public override QosSpec AcceptedQos => limits.Qos;

    public override ReadOnlyMemory<byte> Data => data;

    public override long Id => number;

    public override int MaxPacketSize => limits.MaxPacketSize;

    public override Duration MaxPacketLifetime => limits.MaxPacketLifetime;

    public override PeerIdentity Peer => limits.Peer;

    public override bool IsIntact => limits.IsIntact;

    public override bool IsPending => stack.IsPending(this);

    public uint Number => number;

    public override LowerFlow? Accept(ReadOnlySpan<byte> data, IFlowUser user, Instant now)
    {
        if (!stack.TryTakeArrival(this))
        {
            return null;
        }

        var flow = new AttachedFlow(stack, number, limits) { User = user };
        stack.SendAccept(flow, data, now);
        return flow;
    }

    public override void Refuse(CloseReason reason, Instant now)
    {
        if (stack.TryTakeArrival(this))
        {
            stack.SendEnd(AttachMessageType.Refuse, number, reason, now);
        }
    }
}
