using Lamina.Core;
using Lamina.Ipc.Loopback;

namespace Lamina.Ipc.Irm.Direct;

/// <summary>One of the two ends of a flow between two programs of this stack; both have the flow's one number and line.</summary>
internal sealed class DirectFlow(DirectFlows flows, FlowRecord record, bool isRequesters) : LoopedFlow(flows.Context, record.Id, record.Qos)
{
    public override int MaxPacketSize => DirectFlows.MaxPacketSize;

    public FlowRecord Record => record;

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
