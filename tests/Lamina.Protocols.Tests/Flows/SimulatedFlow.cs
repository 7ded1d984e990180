using Lamina.Core;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>One end of a flow below, over a simulated link: what is transmitted becomes single packets there.</summary>
internal sealed class SimulatedFlow(Pair pair, int maxPacketSize, int headRoom) : LowerFlow
{
    public SimulatedFlow Other { get; set; } = null!;

    public MachineContext Context { get; init; } = null!;

    public LinkFaults Faults { get; set; } = LinkFaults.None;

    public int CreditNow { get; set; } = int.MaxValue;

    public bool IsClosed { get; private set; }

    public CloseReason ClosedWith { get; private set; }

    public Func<ReadOnlyMemory<byte>, bool> Drops { get; set; } = _ => false;

    public List<Train> SeenTrains { get; } = [];

    public override long Id => 1;

    public override int MaxPacketSize => maxPacketSize;

    public override int HeadRoom => headRoom;

    public override Duration MaxPacketLifetime => pair.MaxPacketLifetime;

    public override PeerIdentity Peer => PeerIdentity.Anonymous;

    public override int Credit => Faults.Rate > 0 ? Math.Max(0, Faults.Buffer - BacklogAt(pair.Now)) : CreditNow;

    /// <summary>When the link has sent all that waits for it.</summary>
    public Instant FreeAt { get; set; }

    /// <summary>Packets that the loss of one still takes with it.</summary>
    public int BurstLeft { get; set; }

    /// <summary>The user is told when half of the buffer is free.</summary>
    public bool IsTold { get; set; }

    public int BacklogAt(Instant now) => FreeAt <= now ? 0 : (int)((FreeAt - now).TotalSeconds * Faults.Rate / 8);

    public override void Transmit(in Train train, Instant now)
    {
        Train sent = train;
        Assert.InRange(sent.Count, 1, 64);
        Assert.True(sent.Length <= maxPacketSize, "a packet longer than the flow takes");
        sent.Push(headRoom);
        Assert.True(sent.IsContiguous || sent.Count == 1, "the train is not contiguous at the bearer");
        Assert.True(sent.TotalLength <= 65507 - 64);
        if (CreditNow != int.MaxValue)
        {
            CreditNow = Math.Max(0, CreditNow - sent.TotalLength);
        }

        if (!IsClosed)
        {
            SeenTrains.Add(sent);
            pair.Send(this, sent, now);
        }

        sent.Buffer.Release();
    }

    public override void Close(CloseReason reason, Instant now)
    {
        Assert.False(IsClosed);
        IsClosed = true;
        ClosedWith = reason;
        pair.SendClose(this, reason, now);
    }

    public void Deliver(in Train train, Instant now)
    {
        if (!IsClosed)
        {
            User.HandleTrain(train, now);
        }
    }

    public void DeliverWritable(Instant now)
    {
        IsTold = false;
        if (!IsClosed)
        {
            User.HandleFlowEvent(FlowEvent.Writable, CloseReason.None, now);
        }
    }

    public void DeliverClose(CloseReason reason, Instant now)
    {
        if (!IsClosed)
        {
            IsClosed = true;
            ClosedWith = reason;
            User.HandleFlowEvent(FlowEvent.Closed, reason, now);
        }
    }
}
