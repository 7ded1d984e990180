using Lamina.Core;

namespace Lamina.Ipc.Tests.Irm;

/// <summary>A flow that a layer brings, as the test says.</summary>
internal sealed class ScriptedArrival(NameHash destination, long id, byte[] data) : ArrivingFlow
{
    public CloseReason RefusedBecause { get; private set; }

    public byte[]? AcceptedWith { get; private set; }

    public override NameHash Destination => destination;

    public override QosSpec Qos => QosSpec.Raw;

    public override ReadOnlyMemory<byte> Data => data;

    public override long Id => id;

    public override int MaxPacketSize => 1000;

    public override Duration MaxPacketLifetime => Duration.FromSeconds(1);

    public override PeerIdentity Peer => PeerIdentity.Anonymous;

    public override bool IsPending => RefusedBecause == CloseReason.None && AcceptedWith is null;

    public override LowerFlow? Accept(ReadOnlySpan<byte> data, IFlowUser user, Instant now)
    {
        AcceptedWith = data.ToArray();
        return new ScriptedFlow(id) { User = user };
    }

    public override void Refuse(CloseReason reason, Instant now) => RefusedBecause = reason;
}
