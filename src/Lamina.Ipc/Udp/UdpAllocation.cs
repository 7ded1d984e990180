using Lamina.Core;
using Lamina.Ipc.Allocations;
using Lamina.Ipc.Udp.Directory;
using Lamina.Protocols.Allocation;

namespace Lamina.Ipc.Udp;

/// <summary>
/// One allocation: every place where the name may be is tried in turn. A place that fails is forgotten; when all of
/// them were known from before and failed, the peers are asked once more, for the name may have moved.
/// </summary>
internal sealed class UdpAllocation(
    UdpDirectory directory, FlowAllocator<UdpEndpoint> allocator, UdpTransport transport, AllocationRequest request, PendingAllocations pending,
    IAllocationSink sink)
    : PendingAllocation(pending, sink), IUdpResolveSink, IAllocationSink
{
    private readonly Queue<UdpEndpoint> _untried = new();
    private readonly HashSet<UdpEndpoint> _tried = [];
    private UdpEndpoint _current;
    private ulong _eid;
    private bool _isFresh;
    private CloseReason _reason = CloseReason.NameUnknown;

    private bool Reserves => request.Qos.ReservesBandwidth && transport.Book.IsKept;

    // Of this member's own: no other place would do.
    private bool LacksBandwidth => Reserves && !transport.Book.HasRoomFor(request.Qos.Bandwidth);

    public void Start(Instant now) => directory.Resolve(request.Destination, this, now);

    public void HandleResolved(IReadOnlyList<UdpEndpoint> endpoints, bool isFresh, Instant now)
    {
        if (HasEnded)
        {
            return;
        }

        _isFresh = isFresh;
        Add(endpoints);
        TryNext(now);
    }

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now) =>
        EndWith(flow, data, now);

    public void HandleRefused(CloseReason reason, Instant now)
    {
        if (HasEnded)
        {
            return;
        }

        // Another place may do what this one cannot; what one does not want, or cannot understand, is an answer for all.
        if (LacksBandwidth || reason is not (CloseReason.NameUnknown or CloseReason.NoListener or CloseReason.NoResources or CloseReason.NoBandwidth
            or CloseReason.Timeout or CloseReason.ShuttingDown))
        {
            EndWith(LacksBandwidth ? CloseReason.NoBandwidth : reason, now);
            return;
        }

        _reason = reason == CloseReason.NameUnknown ? _reason : reason;
        directory.HandleFailure(request.Destination, _current, reason, now);
        TryNext(now);
    }

    protected override void GiveUp(Instant now)
    {
        directory.Withdraw(request.Destination, this, now);
        allocator.Withdraw(_eid, now);
    }

    private void Add(IReadOnlyList<UdpEndpoint> endpoints)
    {
        foreach (UdpEndpoint endpoint in endpoints)
        {
            if (_tried.Add(endpoint))
            {
                _untried.Enqueue(endpoint);
            }
        }
    }

    private void Ask(Instant now)
    {
        if (LacksBandwidth)
        {
            RefusedAllocation.Post(allocator.Context, this, CloseReason.NoBandwidth);
            return;
        }

        _eid = allocator.Allocate(_current, request, this, now);
        if (_eid != 0 && Reserves)
        {
            // Nobody else can have taken it meanwhile; it is given back when the flow ends, or never begins.
            transport.Book.TryHold(_eid, request.Qos.Bandwidth);
        }
    }

    private void TryNext(Instant now)
    {
        if (_untried.Count == 0)
        {
            // The first yes ended the question; others may have come since.
            Add(directory.Cache.Find(request.Destination, now));
        }

        if (_untried.TryDequeue(out _current))
        {
            Ask(now);
        }
        else if (_isFresh)
        {
            EndWith(_reason, now);
        }
        else
        {
            directory.LookUp(request.Destination, this, now);
        }
    }
}
