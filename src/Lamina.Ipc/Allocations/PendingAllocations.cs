using Lamina.Core;

namespace Lamina.Ipc.Allocations;

/// <summary>The allocations of one IPC process that have not ended, so that they can be found by who hears of their end.</summary>
internal sealed class PendingAllocations
{
    private readonly HashSet<PendingAllocation> _all = [];

    public void Add(PendingAllocation allocation) => _all.Add(allocation);

    public void Forget(PendingAllocation allocation) => _all.Remove(allocation);

    /// <summary>See <see cref="IpcProcess.Withdraw"/>.</summary>
    public void Withdraw(IAllocationSink sink, Instant now)
    {
        foreach (PendingAllocation allocation in _all.Where(one => one.Sink == sink).ToArray())
        {
            allocation.Withdraw(now);
        }
    }
}
