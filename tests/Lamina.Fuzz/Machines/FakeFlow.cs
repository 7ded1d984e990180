using Lamina.Core;

namespace Lamina.Fuzz.Machines;

/// <summary>A flow below that leads nowhere: what is sent on it can be looked at.</summary>
internal sealed class FakeFlow : LowerFlow
{
    /// <summary>Gets each packet that is sent; null: nobody looks.</summary>
    public Action<byte[]>? Sent { get; init; }

    public bool IsClosed { get; private set; }

    public override long Id => 1;

    public override int MaxPacketSize => 1400;

    public override int HeadRoom => 0;

    public override Duration MaxPacketLifetime => Duration.FromSeconds(1);

    public override PeerIdentity Peer => PeerIdentity.Anonymous;

    public override int Credit => 1 << 20;

    public override void Transmit(in Train train, Instant now)
    {
        for (int i = 0; i < train.Count && Sent is not null; i++)
        {
            Sent(train[i].ToArray());
        }

        train.Buffer.Release();
    }

    public override void Close(CloseReason reason, Instant now) => IsClosed = true;

    /// <summary>Hands a packet up.</summary>
    public void Receive(PacketPool pool, ReadOnlySpan<byte> packet, Instant now)
    {
        if (pool.TryRent(packet.Length, out PacketBuffer buffer))
        {
            packet.CopyTo(buffer.Span);
            User.HandleTrain(Train.Contiguous(buffer, 0, packet.Length, packet.Length), now);
            buffer.Release();
        }
    }
}
