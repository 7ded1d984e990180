using Lamina.Core;
using Lamina.Wire.DataTransfer;

namespace Lamina.Ipc.Tests.Unicast.Scheduling;

/// <summary>An N-1 flow that takes as much as a test says, and remembers the headers of what it took.</summary>
internal sealed class NarrowFlow(DataTransferFormat format) : LowerFlow
{
    private int _credit;

    public override long Id => 1;

    public override int MaxPacketSize => 1444;

    public override int HeadRoom => 0;

    public override Duration MaxPacketLifetime => Duration.FromSeconds(5);

    public override PeerIdentity Peer => PeerIdentity.Anonymous;

    public override int Credit => _credit;

    public List<DataTransferHeader> Sent { get; } = [];

    public void Give(int bytes) => _credit = bytes;

    public override void Transmit(in Train train, Instant now)
    {
        for (int i = 0; i < train.Count; i++)
        {
            Sent.Add(format.Read(train[i]));
        }

        _credit = Math.Max(0, _credit - train.TotalLength);
        train.Buffer.Release();
    }

    public override void Close(CloseReason reason, Instant now)
    {
    }
}
