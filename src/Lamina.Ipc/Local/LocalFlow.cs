using Lamina.Core;

namespace Lamina.Ipc.Local;

/// <summary>One of the two ends of a flow in the local layer.</summary>
internal sealed class LocalFlow(LocalIpcProcess process, long id) : LowerFlow, IDeferred
{
    private enum Step
    {
        Deliver,
        PeerClosed,
        Writable,
    }

    private LocalFlow _other = null!;
    private int _onTheWay;
    private bool _waitsForCredit;

    public override long Id => id;

    public override int MaxPacketSize => LocalIpcProcess.MaxPacketSize;

    public override int HeadRoom => 0;

    public override Duration MaxPacketLifetime => LocalIpcProcess.MaxPacketLifetime;

    public override PeerIdentity Peer => PeerIdentity.Anonymous;

    public override int Credit
    {
        get
        {
            int credit = IsOpen ? Math.Max(0, LocalIpcProcess.Window - _onTheWay) : 0;
            _waitsForCredit |= IsOpen && credit == 0;
            return credit;
        }
    }

    public bool IsOpen => Reason == CloseReason.None;

    /// <summary>Why it ended.</summary>
    public CloseReason Reason { get; private set; }

    public static void Join(LocalFlow a, LocalFlow b)
    {
        (a._other, b._other) = (b, a);
        a.Open();
        b.Open();
    }

    public override void Transmit(in Train train, Instant now)
    {
        if (!IsOpen)
        {
            train.Buffer.Release();
            return;
        }

        int bytes = train.TotalLength;
        if (process.Context.RunQueue.TryPostTrain(_other, (int)Step.Deliver, train))
        {
            _onTheWay += bytes;
        }
    }

    public override void Close(CloseReason reason, Instant now)
    {
        if (IsOpen)
        {
            End(reason);
            User = NoFlowUser.Instance;
            process.Context.RunQueue.Post(_other, (int)Step.PeerClosed);
        }
    }

    /// <summary>The layer ends; both ends get this call.</summary>
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
                    User.HandleTrain(train, now);
                }

                train.Buffer.Release();
                _other.HandleDelivered(bytes);
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

    private void Open() => process.Add(this);

    private void End(CloseReason reason)
    {
        Reason = reason == CloseReason.None ? CloseReason.Other : reason;
        process.Forget(this);
    }

    // Posted, not called: the writer may be below us on the stack, in the call that drains the queue.
    private void HandleDelivered(int bytes)
    {
        _onTheWay -= bytes;
        if (_waitsForCredit && _onTheWay < LocalIpcProcess.Window / 2)
        {
            _waitsForCredit = false;
            process.Context.RunQueue.Post(this, (int)Step.Writable);
        }
    }
}
