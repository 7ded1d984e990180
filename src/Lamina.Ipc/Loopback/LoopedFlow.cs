using Lamina.Core;

namespace Lamina.Ipc.Loopback;

/// <summary>
/// One of the two ends of a flow that never leaves its stack: of the local layer, or between two programs. A train turns
/// round in the run queue; no byte is copied, no header added, nothing allocated.
/// </summary>
internal abstract class LoopedFlow(MachineContext context, long id, QosSpec qos) : LowerFlow, IDeferred
{
    /// <summary>Bytes of a flow and direction that may be on their way; more must wait for <see cref="FlowEvent.Writable"/>.</summary>
    public const int Window = 1024 * 1024;

    /// <summary>Nothing lives longer here than the run queue takes to drain; 100 ms is far above that.</summary>
    public static readonly Duration Lifetime = Duration.FromMilliseconds(100);

    private enum Step
    {
        Deliver,
        PeerClosed,
        Writable,
    }

    private LoopedFlow _other = null!;
    private int _onTheWay;
    private bool _waitsForCredit;

    public override long Id => id;

    public override int HeadRoom => 0;

    public override Duration MaxPacketLifetime => Lifetime;

    public override PeerIdentity Peer => PeerIdentity.Anonymous;

    public override bool IsIntact => true;

    /// <summary>As it was asked for: nothing leaves memory, and nothing waits.</summary>
    public override QosSpec AcceptedQos => qos;

    public override int Credit
    {
        get
        {
            int credit = IsOpen ? Math.Max(0, Window - _onTheWay) : 0;
            _waitsForCredit |= IsOpen && credit == 0;
            return credit;
        }
    }

    public bool IsOpen => Reason == CloseReason.None;

    /// <summary>Why it ended.</summary>
    public CloseReason Reason { get; private set; }

    /// <summary>Who uses the other end.</summary>
    protected IFlowUser OtherUser => _other.User;

    public static void Join(LoopedFlow a, LoopedFlow b)
    {
        (a._other, b._other) = (b, a);
        a.HandleOpened();
        b.HandleOpened();
    }

    public override void Transmit(in Train train, Instant now)
    {
        if (!IsOpen)
        {
            train.Buffer.Release();
            return;
        }

        int bytes = train.TotalLength;
        if (context.RunQueue.TryPostTrain(_other, (int)Step.Deliver, train))
        {
            _onTheWay += bytes;
            HandleSent(train);
        }
    }

    public override void Close(CloseReason reason, Instant now)
    {
        if (IsOpen)
        {
            End(reason);
            User = NoFlowUser.Instance;
            context.RunQueue.Post(_other, (int)Step.PeerClosed);
        }
    }

    /// <summary>What carries it ends; both ends get this call.</summary>
    public void Abandon(CloseReason reason, Instant now)
    {
        if (IsOpen)
        {
            End(reason);
            User.HandleFlowEvent(FlowEvent.Closed, reason, now);
        }
    }

    public void RunDeferred(int code, in Train train, Instant now)
    {
        switch ((Step)code)
        {
            case Step.Deliver:
                int bytes = train.TotalLength;
                if (IsOpen)
                {
                    HandleDelivered(train);
                    User.HandleTrain(train, now);
                }

                train.Buffer.Release();
                _other.GiveCredit(bytes);
                break;
            case Step.PeerClosed when IsOpen:
                End(_other.Reason);
                User.HandleFlowEvent(FlowEvent.Closed, Reason, now);
                break;
            case Step.Writable when IsOpen:
                User.HandleFlowEvent(FlowEvent.Writable, CloseReason.None, now);
                break;
        }
    }

    /// <summary>It is one end of a flow now.</summary>
    protected abstract void HandleOpened();

    /// <summary>It is not any more.</summary>
    protected abstract void HandleEnded();

    /// <summary>A train went into this end.</summary>
    protected virtual void HandleSent(in Train train)
    {
    }

    /// <summary>A train comes out of this end.</summary>
    protected virtual void HandleDelivered(in Train train)
    {
    }

    private void End(CloseReason reason)
    {
        Reason = reason == CloseReason.None ? CloseReason.Other : reason;
        HandleEnded();
    }

    // Posted, not called: the writer may be below us on the stack, in the call that drains the queue.
    private void GiveCredit(int bytes)
    {
        _onTheWay -= bytes;
        if (_waitsForCredit && _onTheWay < Window / 2)
        {
            _waitsForCredit = false;
            context.RunQueue.Post(this, (int)Step.Writable);
        }
    }
}
