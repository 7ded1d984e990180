using Lamina.Core;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Ipc.Unicast.Directory;
using Lamina.Protocols.Allocation;

namespace Lamina.Ipc.Unicast.FlowAllocation;

/// <summary>
/// One allocation by name: asks the directory, then the members that it names, one after the other until one accepts.
/// Members that can be reached come first, each as likely as the others; this member itself comes last.
/// </summary>
internal sealed class NamedAllocation(
    AllocationRequest request, FlowAllocator<Address> allocator, DataTransferMachine data, Membership membership,
    MachineContext context, IAllocationSink sink)
    : IDirectorySink, IAllocationSink
{
    private readonly Queue<Address> _candidates = new();

    public void HandleFound(IReadOnlyList<Address> members, Instant now)
    {
        int first = members.Count == 0 ? 0 : (int)(context.Random.NextUInt64() % (ulong)members.Count);
        foreach (Address member in members.Skip(first).Concat(members.Take(first)).OrderBy(Rank))
        {
            _candidates.Enqueue(member);
        }

        TryNext(CloseReason.NameUnknown, now);
    }

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now) => sink.HandleAllocated(flow, data, now);

    public void HandleRefused(CloseReason reason, Instant now)
    {
        // Another member may do what this one cannot; what one does not want, or cannot understand, is an answer for all.
        bool mayDiffer = reason is CloseReason.NameUnknown or CloseReason.NoListener or CloseReason.Timeout
            or CloseReason.NoResources or CloseReason.ShuttingDown or CloseReason.PeerDied;
        if (!mayDiffer)
        {
            _candidates.Clear();
        }

        TryNext(reason, now);
    }

    // OrderBy is stable: equals keep the random rotation.
    private int Rank(Address member) => member == membership.Address ? 2 : data.Table.LeadsTo(member) ? 0 : 1;

    private void TryNext(CloseReason reason, Instant now)
    {
        if (_candidates.TryDequeue(out Address member))
        {
            allocator.Allocate(member, request, this, now);
        }
        else
        {
            sink.HandleRefused(reason, now);
        }
    }
}
