using Lamina.Core;
using Lamina.Ipc.Loopback;

namespace Lamina.Ipc.Local;

/// <summary>A flow that was asked for in the local layer and is not answered yet.</summary>
internal sealed class LocalArrival(LocalIpcProcess process, long id, AllocationRequest request, IAllocationSink sink)
    : LoopedArrival(process.Context, request, sink)
{
    public override long Id => id;

    public override int MaxPacketSize => LocalIpcProcess.MaxPacketSize;

    protected override void Deliver(Instant now) => process.HandleArrival(this, now);

    protected override void HandleAnswered() => process.Forget(this);

    // A layer gives each of its users a flow of his own; the IRM knows them by different numbers.
    protected override (LoopedFlow Acceptor, LoopedFlow Requester) MakeEnds() =>
        (new LocalFlow(process, id, Qos), new LocalFlow(process, process.NextFlowId(), Qos));
}
