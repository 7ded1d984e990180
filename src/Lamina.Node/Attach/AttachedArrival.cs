using Lamina.Core;
using Lamina.Security.Records;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <summary>A flow that arrived for a name of this program, and waits for its answer.</summary>
internal sealed class AttachedArrival(AttachedStack stack, uint number, QosSpec qos, NameHash destination, AttachFlowLimits limits, byte[] data, RecordKeys? keys)
    : ArrivingFlow, IKeyedFlow
{
    private RecordKeys? _keys = keys;

    public override NameHash Destination => destination;

    public override QosSpec Qos => qos;

    public override QosSpec AcceptedQos => limits.Qos;

    public override ReadOnlyMemory<byte> Data => data;

    public override long Id => number;

    public override int MaxPacketSize => limits.MaxPacketSize;

    public override Duration MaxPacketLifetime => limits.MaxPacketLifetime;

    public override PeerIdentity Peer => limits.Peer;

    public override bool IsIntact => limits.IsIntact;

    public override bool HasKeys { get; } = keys is not null;

    public override bool IsPending => stack.IsPending(this);

    public uint Number => number;

    public RecordKeys? TakeKeys()
    {
        RecordKeys? taken = _keys;
        _keys = null;
        return taken;
    }

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
        TakeKeys()?.Dispose();
        if (stack.TryTakeArrival(this))
        {
            stack.SendEnd(AttachMessageType.Refuse, number, reason, now);
        }
    }
}
