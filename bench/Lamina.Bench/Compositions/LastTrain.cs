using Lamina.Core;

namespace Lamina.Bench.Compositions;

/// <summary>A flow below that costs nothing: keeps what was sent last.</summary>
internal sealed class LastTrain : LowerFlow
{
    private static Train _sent;

    public static ref readonly Train Sent => ref _sent;

    public override long Id => 1;

    public override int MaxPacketSize => 1444;

    public override int HeadRoom => 8;

    public override Duration MaxPacketLifetime => Duration.FromSeconds(1);

    public override PeerIdentity Peer => PeerIdentity.Anonymous;

    public override int Credit => int.MaxValue;

    public override void Transmit(in Train train, Instant now) => _sent = train;

    public override void Close(CloseReason reason, Instant now)
    {
    }
}
