using Lamina.Core;
using Lamina.Protocols.Allocation;

namespace Lamina.Ipc.Loopback;

/// <summary>A flow that was asked for inside this stack and is not answered yet; it knows both sides.</summary>
internal abstract class LoopedArrival(MachineContext context, AllocationRequest request, IAllocationSink sink)
    : ArrivingFlow, IDeferred, ITimed
{
    /// <summary>How long it waits for its answer.</summary>
    public static readonly Duration Patience = AllocatorSettings.Default.Patience;

    private enum Step
    {
        Arrive,
        Answer,
    }

    private MachineTimer? _timer;
    private LoopedFlow? _requesterEnd;
    private byte[] _answer = [];
    private CloseReason _refusal;
    private bool _isWithdrawn;

    public override NameHash Destination => request.Destination;

    public override QosSpec Qos => request.Qos;

    public override ReadOnlyMemory<byte> Data => request.Data;

    public override Duration MaxPacketLifetime => LoopedFlow.Lifetime;

    public override PeerIdentity Peer => PeerIdentity.Anonymous;

    public override bool IsIntact => true;

    public override bool IsPending => _timer is not null;

    /// <summary>The one that hears the answer.</summary>
    public IAllocationSink Sink => sink;

    public void Start(Instant now)
    {
        _timer = new MachineTimer(context.Timers, this);
        _timer.Set(now + Patience);
        context.RunQueue.Post(this, (int)Step.Arrive);
    }

    public override LowerFlow? Accept(ReadOnlySpan<byte> data, IFlowUser user, Instant now)
    {
        if (!IsPending)
        {
            return null;
        }

        if (data.Length > AllocationRequest.MaxDataLength)
        {
            Refuse(CloseReason.NoResources, now);
            return null;
        }

        _answer = data.ToArray();
        (LoopedFlow acceptorEnd, _requesterEnd) = MakeEnds();
        acceptorEnd.User = user;
        LoopedFlow.Join(acceptorEnd, _requesterEnd);

        // Posted before anything that the acceptor may send: the requester hears of the flow first.
        End();
        return acceptorEnd;
    }

    public override void Refuse(CloseReason reason, Instant now)
    {
        if (IsPending)
        {
            _refusal = reason;
            End();
        }
    }

    /// <summary>The requester gives up: nobody hears an answer, and a flow that was just accepted ends.</summary>
    public void Withdraw(Instant now)
    {
        _isWithdrawn = true;
        if (IsPending)
        {
            End();
        }

        _requesterEnd?.Close(CloseReason.Normal, now);
    }

    public void HandleTimeout(Instant now) => Refuse(CloseReason.Timeout, now);

    public void RunDeferred(int code, in Train train, Instant now)
    {
        if (code == (int)Step.Arrive)
        {
            if (IsPending)
            {
                Deliver(now);
            }

            return;
        }

        if (_isWithdrawn)
        {
            return;
        }

        if (_requesterEnd is null)
        {
            sink.HandleRefused(_refusal, now);
        }
        else if (!_requesterEnd.IsOpen)
        {
            // The acceptor, or what carries the flow, was faster with its end than the requester with its beginning.
            sink.HandleRefused(_requesterEnd.Reason, now);
        }
        else
        {
            sink.HandleAllocated(_requesterEnd, _answer, now);
        }
    }

    /// <summary>Hands it to whoever may accept it.</summary>
    protected abstract void Deliver(Instant now);

    /// <summary>It is answered, late or withdrawn.</summary>
    protected abstract void HandleAnswered();

    /// <summary>Makes the flow.</summary>
    protected abstract (LoopedFlow Acceptor, LoopedFlow Requester) MakeEnds();

    private void End()
    {
        _timer!.Remove();
        _timer = null;
        HandleAnswered();
        context.RunQueue.Post(this, (int)Step.Answer);
    }
}
