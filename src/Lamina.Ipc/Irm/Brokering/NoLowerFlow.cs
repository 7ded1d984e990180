using Lamina.Core;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>Stands in until the layer has given the flow: takes trains and drops them.</summary>
internal sealed class NoLowerFlow : LowerFlow
{
    private NoLowerFlow()
    {
    }

    public static NoLowerFlow Instance { get; } = new();

    public override long Id => 0;

    public override int MaxPacketSize => 0;

    public override int HeadRoom => 0;

    public override Duration MaxPacketLifetime => Duration.Zero;

    public override PeerIdentity Peer => PeerIdentity.Anonymous;

    public override int Credit => 0;

    public override void Transmit(in Train train, Instant now) => train.Buffer.Release();

    public override void Close(CloseReason reason, Instant now)
    {
    }
}
