using Lamina.Core;

namespace Lamina.Protocols.Allocation;

/// <summary>An <see cref="AllocatedFlow{TPeer}"/> that waits for the local answer.</summary>
internal sealed class PendingArrival<TPeer>(AllocatedFlow<TPeer> flow, NameHash destination, byte[] data) : ArrivingFlow
    where TPeer : struct, IEquatable<TPeer>
{
    public override NameHash Destination => destination;

    public override QosSpec Qos => flow.Qos;

    public override QosSpec AcceptedQos => flow.AcceptedQos;

    public override ReadOnlyMemory<byte> Data => data;

    public override long Id => flow.Id;

    public override int MaxPacketSize => flow.MaxPacketSize;

    public override Duration MaxPacketLifetime => flow.MaxPacketLifetime;

    public override PeerIdentity Peer => flow.Peer;

    public override ulong Source => flow.Source;

    public override bool IsPending => flow.State == AllocationState.Arriving;

    public override LowerFlow? Accept(ReadOnlySpan<byte> data, IFlowUser user, Instant now) =>
        flow.TryAccept(data, user, now) ? flow : null;

    public override void Refuse(CloseReason reason, Instant now) => flow.RefuseArrival(reason, now);
}
