using Lamina.Core;
using Lamina.Ipc.Allocations;
using Lamina.Ipc.Unicast.Admission;
using Lamina.Ipc.Unicast.Directory;
using Lamina.Protocols.Allocation;

namespace Lamina.Ipc.Unicast.FlowAllocation;

/// <summary>
/// One allocation by name: asks the directory, then the members that it names, one after the other until one accepts.
/// Who does not serve the name, or does not answer, is dropped from what the directory remembers. When all have failed the
/// directory is asked once more, since it may have answered from memory; nobody is tried twice.
/// </summary>
internal sealed class NamedAllocation(
    AllocationRequest request, ProvedOpening? opening, FlowAllocator<Address> allocator, IDirectory directory, IAnycastPolicy policy, Reservations reservations,
    PendingAllocations pending, IAllocationSink sink)
    : PendingAllocation(pending, sink), IDirectorySink, IAllocationSink
{
    // Each may be silent for as long as the allocator is patient; somebody waits for the end.
    private const int MaxTries = 8;

    private readonly Queue<Address> _candidates = new();
    private readonly List<Address> _tried = [];
    private CloseReason _reason = CloseReason.NameUnknown;
    private bool _hasDropped;
    private bool _hasAskedAgain;
    private ulong _eid;

    public void Start(Instant now) => directory.Find(request.Destination, this, now);

    public void HandleFound(IReadOnlyList<Address> members, Instant now)
    {
        if (HasEnded)
        {
            return;
        }

        foreach (Address member in policy.Order(request.Destination, [.. members.Except(_tried)], now))
        {
            _candidates.Enqueue(member);
        }

        TryNext(now);
    }

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        policy.HandleAnswer(_tried[^1]);
        CloseReason reason = opening?.Conclude(data) ?? CloseReason.None;
        if (reason == CloseReason.None)
        {
            EndWith(flow, data, now);
            return;
        }

        // It is not who it should be; somebody else may.
        flow.Close(reason, now);
        HandleUnproved(reason, now);
    }

    public void HandleRefused(CloseReason reason, Instant now)
    {
        if (HasEnded)
        {
            return;
        }

        _reason = reason;
        bool isGone = reason is CloseReason.NameUnknown or CloseReason.Timeout or CloseReason.Unreachable
            or CloseReason.PeerDied or CloseReason.LowerFlowLost or CloseReason.ShuttingDown or CloseReason.WrongKey;
        if (isGone)
        {
            _hasDropped = true;
            directory.HandleFailed(request.Destination, _tried[^1], now);
        }

        if (reason is CloseReason.Timeout or CloseReason.Unreachable)
        {
            policy.HandleSilence(_tried[^1], now);
        }

        // Another member may do what this one cannot; what one does not want, or cannot understand, is an answer for all.
        if (isGone || reason is CloseReason.NoListener or CloseReason.NoResources or CloseReason.NoBandwidth)
        {
            TryNext(now);
        }
        else
        {
            EndWith(reason, now);
        }
    }

    protected override void GiveUp(Instant now)
    {
        directory.Withdraw(request.Destination, this);
        allocator.Withdraw(_eid, now);
    }

    // A key that does not fit, or another answer than its own: the directory is asked anew, since somebody may have another life.
    private void HandleUnproved(CloseReason reason, Instant now)
    {
        _reason = reason;
        _hasDropped = true;
        directory.HandleFailed(request.Destination, _tried[^1], now);
        TryNext(now);
    }

    private void TryNext(Instant now)
    {
        if (_tried.Count < MaxTries && _candidates.TryDequeue(out Address member))
        {
            _tried.Add(member);
            if (!reservations.HasRoom(member, request.Qos))
            {
                RefusedAllocation.Post(allocator.Context, this, CloseReason.NoBandwidth);
            }
            else if ((opening is null ? request : opening.For(member, request, now)) is { } asked)
            {
                _eid = allocator.Allocate(member, asked, this, now);
            }
            else
            {
                RefusedAllocation.Post(allocator.Context, this, CloseReason.WrongKey);
            }
        }
        else if (_hasDropped && !_hasAskedAgain && _tried.Count < MaxTries && !allocator.IsShutDown)
        {
            _hasAskedAgain = true;
            directory.Find(request.Destination, this, now);
        }
        else
        {
            EndWith(_reason, now);
        }
    }
}
