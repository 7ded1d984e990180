using Lamina.Core;

namespace Lamina.Protocols.Allocation;

/// <summary>Tells a sink from the run queue that there will be no flow: it is never told inside the call that asked.</summary>
public sealed class RefusedAllocation : IDeferred
{
    private readonly IAllocationSink _sink;
    private readonly CloseReason _reason;

    private RefusedAllocation(IAllocationSink sink, CloseReason reason)
    {
        _sink = sink;
        _reason = reason;
    }

    /// <summary>Posts the refusal.</summary>
    public static void Post(MachineContext context, IAllocationSink sink, CloseReason reason) =>
        context.RunQueue.Post(new RefusedAllocation(sink, reason));

    /// <inheritdoc/>
    public void RunDeferred(int code, in Train train, Instant now) => _sink.HandleRefused(_reason, now);
}
