using Lamina.Core;

namespace Lamina.Ipc.Tests.Irm;

/// <summary>A flow that leads nowhere.</summary>
internal sealed class ScriptedFlow(long id) : LowerFlow
{
    public override long Id => id;

    public override int MaxPacketSize => 1000;

    public override int HeadRoom => 0;

    public override Duration MaxPacketLifetime => Duration.FromSeconds(1);

    public override PeerIdentity Peer => PeerIdentity.Anonymous;

    public override int Credit => 1000;

    public CloseReason ClosedBecause { get; private set; }

    public override void Transmit(in Train train, Instant now) => train.Buffer.Release();

    public override void Close(CloseReason reason, Instant now) => ClosedBecause = reason;
}
