using Lamina.Core;
using Lamina.Ipc.Irm.Brokering;
using Lamina.Ipc.Loopback;

namespace Lamina.Ipc.Irm.Direct;

/// <summary>A flow that a program of this stack wants to another, which has not answered yet.</summary>
internal sealed class DirectArrival(
    DirectFlows flows, FlowRecord record, AllocationRequest request, IFlowAcceptor acceptor, IAllocationSink sink)
    : LoopedArrival(flows.Context, request, sink), IDirectArrival
{
    public IAllocationSink Requester => Sink is BrokeredAllocation brokered ? brokered.Sink : Sink;

    public override long Id => record.Id;

    public override int MaxPacketSize => DirectFlows.MaxPacketSize;

    protected override void Deliver(Instant now) => acceptor.HandleArrival(record.Name, this, now);

    protected override void HandleAnswered() => flows.Forget(this);

    protected override (LoopedFlow Acceptor, LoopedFlow Requester) MakeEnds() =>
        (new DirectFlow(flows, record, isRequesters: false), new DirectFlow(flows, record, isRequesters: true));
}
