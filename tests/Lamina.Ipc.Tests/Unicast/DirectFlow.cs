using Lamina.Core;

namespace Lamina.Ipc.Tests.Unicast;

/// <summary>One end of a flow that hands packets to its other end through the run queue.</summary>
internal sealed class DirectFlow(MachineContext context, long id, int maxPacketSize, Func<int> carries) : LowerFlow, IDeferred
{
    public DirectFlow? Other { get; set; }

    public bool Loses { get; set; }

    public bool IsOpen { get; private set; } = true;

    public override long Id => id;

    public override int MaxPacketSize => maxPacketSize;

    public override int HeadRoom => 8;

    public override Duration MaxPacketLifetime => Duration.FromMilliseconds(100);

    public override PeerIdentity Peer => PeerIdentity.Anonymous;

    public override int Credit => IsOpen ? 1 << 20 : 0;

    public override void Transmit(in Train train, Instant now)
    {
        if (!IsOpen || Loses)
        {
            train.Buffer.Release();
            return;
        }

        Assert.InRange(train.HeadRoom, HeadRoom, int.MaxValue);
        Assert.InRange(train.Length, 0, MaxPacketSize);
        if (train.Length > carries())
        {
            train.Buffer.Release();
            return;
        }

        context.RunQueue.TryPostTrain(Other!, 0, train);
    }

    public override void Close(CloseReason reason, Instant now)
    {
        if (IsOpen)
        {
            IsOpen = false;
            User = NoFlowUser.Instance;
            context.RunQueue.Post(Other!, (int)reason);
        }
    }

    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        if (train.Buffer is not null)
        {
            User.HandleTrain(train, now);
            train.Buffer.Release();
        }
        else if (IsOpen)
        {
            IsOpen = false;
            User.HandleFlowEvent(FlowEvent.Closed, (CloseReason)code, now);
        }
    }
}
