using Lamina.Core;

namespace Lamina.Ipc.Local;

/// <summary>A flow that was asked for in the local layer and is not answered yet; it knows both sides.</summary>
internal sealed class LocalArrival(LocalIpcProcess process, long id, AllocationRequest request, IAllocationSink sink)
    : ArrivingFlow, IDeferred, ITimed
{
    private enum Step
    {
        Arrive,
        Answer,
    }

    private MachineTimer? _timer;
    private LocalFlow? _requesterEnd;
    private byte[] _answer = [];
    private CloseReason _refusal;

    public override NameHash Destination => request.Destination;

    public override QosSpec Qos => request.Qos;

    public override ReadOnlyMemory<byte> Data => request.Data;

    public override long Id => id;

    public override int MaxPacketSize => LocalIpcProcess.MaxPacketSize;

    public override Duration MaxPacketLifetime => LocalIpcProcess.MaxPacketLifetime;

    public override PeerIdentity Peer => PeerIdentity.Anonymous;

    public override bool IsPending => _timer is not null;

    public void Start(Instant now)
    {
        _timer = new MachineTimer(process.Context.Timers, this);
        _timer.Set(now + LocalIpcProcess.Patience);
        process.Context.RunQueue.Post(this, (int)Step.Arrive);
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
        var acceptorEnd = new LocalFlow(process, id) { User = user };
        _requesterEnd = new LocalFlow(process, process.NextFlowId());
        LocalFlow.Join(acceptorEnd, _requesterEnd);

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

    public void HandleTimeout(Instant now) => Refuse(CloseReason.Timeout, now);

    public void RunDeferred(int code, in Train train, Instant now)
    {
        if (code == (int)Step.Arrive)
        {
            if (IsPending)
            {
                process.HandleArrival(this, now);
            }
        }
        else if (_requesterEnd is null)
        {
            sink.HandleRefused(_refusal, now);
        }
        else if (!_requesterEnd.IsOpen)
        {
            // The acceptor, or the layer, was faster with its end than the requester with its beginning.
            sink.HandleRefused(_requesterEnd.Reason, now);
        }
        else
        {
            sink.HandleAllocated(_requesterEnd, _answer, now);
        }
    }

    private void End()
    {
        _timer!.Remove();
        _timer = null;
        process.Forget(this);
        process.Context.RunQueue.Post(this, (int)Step.Answer);
    }
}
