using Lamina.Core;

namespace Lamina.Ipc.Allocations;

/// <summary>A refusal that is on its way through the run queue, since no sink is told inside the call that asked.</summary>
internal sealed class PostedRefusal : PendingAllocation, IDeferred
{
    private readonly CloseReason _reason;

    private PostedRefusal(PendingAllocations pending, IAllocationSink sink, CloseReason reason)
        : base(pending, sink)
    {
        _reason = reason;
    }

    /// <summary>Posts it.</summary>
    public static void Post(MachineContext context, PendingAllocations pending, IAllocationSink sink, CloseReason reason) =>
        context.RunQueue.Post(new PostedRefusal(pending, sink, reason));

    public void RunDeferred(int code, in Train train, Instant now)
    {
        if (!HasEnded)
        {
            EndWith(_reason, now);
        }
    }

    protected override void GiveUp(Instant now)
    {
    }
}
