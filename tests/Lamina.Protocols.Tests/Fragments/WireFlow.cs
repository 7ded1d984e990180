using Lamina.Core;

namespace Lamina.Protocols.Tests.Fragments;

/// <summary>A flow that collects what is sent, segment by segment, for the test to deliver as it likes.</summary>
internal sealed class WireFlow(int maxPacketSize) : LowerFlow
{
    public List<byte[]> Sent { get; } = [];

    public List<int> TrainLengths { get; } = [];

    public bool IsClosed { get; private set; }

    public override long Id => 1;

    public override int MaxPacketSize { get; } = maxPacketSize;

    public override int HeadRoom => 24;

    public override Duration MaxPacketLifetime => Duration.FromSeconds(1);

    public override PeerIdentity Peer => PeerIdentity.Anonymous;

    public override int Credit => int.MaxValue;

    public override void Transmit(in Train train, Instant now)
    {
        TrainLengths.Add(train.Count);
        for (int i = 0; i < train.Count; i++)
        {
            Assert.InRange(train.LengthOf(i), 1, MaxPacketSize);
            Sent.Add(train[i].ToArray());
        }

        train.Buffer.Release();
    }

    public override void Close(CloseReason reason, Instant now) => IsClosed = true;
}
