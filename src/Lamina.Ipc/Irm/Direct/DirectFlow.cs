using Lamina.Core;
using Lamina.Ipc.Loopback;

namespace Lamina.Ipc.Irm.Direct;

/// <summary>One of the two ends of a flow between two programs of this stack; both have the flow's one number and line.</summary>
internal sealed class DirectFlow(DirectFlows flows, FlowRecord record, bool isRequesters) : LoopedFlow(flows.Context, record.Id, record.Qos), IDirectEnd
{
    public override int MaxPacketSize => DirectFlows.MaxPacketSize;

    public FlowRecord Record => record;

    public IFlowUser? Opposite => IsOpen ? OtherUser : null;

    // Both ends count: what one of them sent, the other one may have got. The higher word is the later one.
    public void CountPassed(long sentPackets, long sentBytes, long receivedPackets, long receivedBytes)
    {
        if (!isRequesters)
        {
            (sentPackets, sentBytes, receivedPackets, receivedBytes) = (receivedPackets, receivedBytes, sentPackets, sentBytes);
        }

        record.SentPackets = Math.Max(record.SentPackets, sentPackets);
        record.SentBytes = Math.Max(record.SentBytes, sentBytes);
        record.ReceivedPackets = Math.Max(record.ReceivedPackets, receivedPackets);
        record.ReceivedBytes = Math.Max(record.ReceivedBytes, receivedBytes);
    }

    protected override void HandleOpened() => flows.Add(this);

    protected override void HandleEnded() => flows.Remove(this);

    protected override void HandleSent(in Train train)
    {
        if (isRequesters)
        {
            record.SentPackets += train.Count;
            record.SentBytes += train.TotalLength;
        }
    }

    protected override void HandleDelivered(in Train train)
    {
        if (isRequesters)
        {
            record.ReceivedPackets += train.Count;
            record.ReceivedBytes += train.TotalLength;
        }
    }
}
