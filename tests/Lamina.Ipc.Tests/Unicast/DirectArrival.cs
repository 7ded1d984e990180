using Lamina.Core;

namespace Lamina.Ipc.Tests.Unicast;

/// <summary>A request that waits for its answer; both ends are <see cref="DirectFlow"/>s.</summary>
internal sealed class DirectArrival(
    MachineContext context, QosSpec qos, ReadOnlyMemory<byte> data, long id, int maxPacketSize, IAllocationSink sink, Func<int> carries)
    : ArrivingFlow, IDeferred
{
    private DirectFlow? _initiator;
    private byte[] _answer = [];
    private CloseReason _reason;

    public override NameHash Destination => default;

    public override QosSpec Qos => qos;

    public override ReadOnlyMemory<byte> Data => data;

    public override long Id => id;

    public override int MaxPacketSize => maxPacketSize;

    public override Duration MaxPacketLifetime => Duration.FromMilliseconds(100);

    public override PeerIdentity Peer => PeerIdentity.Anonymous;

    public override bool IsPending => _initiator is null && _reason == CloseReason.None;

    public override LowerFlow? Accept(ReadOnlySpan<byte> answer, IFlowUser user, Instant now)
    {
        var acceptor = new DirectFlow(context, id, maxPacketSize, carries) { User = user };
        _initiator = new DirectFlow(context, id + 1, maxPacketSize, carries) { Other = acceptor };
        acceptor.Other = _initiator;
        _answer = answer.ToArray();
        context.RunQueue.Post(this);
        return acceptor;
    }

    public override void Refuse(CloseReason reason, Instant now)
    {
        _reason = reason;
        context.RunQueue.Post(this);
    }

    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        if (_initiator is not null)
        {
            sink.HandleAllocated(_initiator, _answer, now);
        }
        else
        {
            sink.HandleRefused(_reason, now);
        }
    }
}
