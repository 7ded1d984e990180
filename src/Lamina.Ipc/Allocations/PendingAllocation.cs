using Lamina.Core;

namespace Lamina.Ipc.Allocations;

/// <summary>
/// An allocation from its request to its end, of which there is one: its sink is told of a flow or of a refusal, or it is
/// withdrawn and nobody is told anything.
/// </summary>
internal abstract class PendingAllocation
{
    private readonly PendingAllocations _pending;

    protected PendingAllocation(PendingAllocations pending, IAllocationSink sink)
    {
        _pending = pending;
        Sink = sink;
        pending.Add(this);
    }

    /// <summary>Who hears of the end.</summary>
    public IAllocationSink Sink { get; }

    /// <summary>True once it is over: what still comes out of the run queue is for nobody.</summary>
    protected bool HasEnded { get; private set; }

    /// <summary>Nobody wants the flow any more.</summary>
    public void Withdraw(Instant now)
    {
        if (!HasEnded)
        {
            End();
            GiveUp(now);
        }
    }

    /// <summary>Stops what is under way; it has ended already.</summary>
    protected abstract void GiveUp(Instant now);

    /// <summary>There is a flow.</summary>
    protected void EndWith(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        End();
        Sink.HandleAllocated(flow, data, now);
    }

    /// <summary>There will be none.</summary>
    protected void EndWith(CloseReason reason, Instant now)
    {
        End();
        Sink.HandleRefused(reason, now);
    }

    private void End()
    {
        HasEnded = true;
        _pending.Forget(this);
    }
}
