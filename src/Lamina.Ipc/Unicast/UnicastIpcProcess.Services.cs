using Lamina.Core;
using Lamina.Ipc.Allocations;
using Lamina.Ipc.Tracing;
using Lamina.Ipc.Unicast.Directory;
using Lamina.Ipc.Unicast.Tracing;

namespace Lamina.Ipc.Unicast;

/// <summary>What a member does for those above: names that are reachable through its layer, and flows to names.</summary>
public sealed partial class UnicastIpcProcess
{
    // In the order of registration; they outlive an address.
    private readonly List<NameHash> _names = [];

    // They outlive an address too: what a former life still has to say comes through the run queue.
    private readonly PendingAllocations _pending = new();

    /// <inheritdoc/>
    public override Outcome Register(in NameHash hash, Instant now)
    {
        if (_member is not { } member)
        {
            return NoMember();
        }

        if (member.Directory is not { } directory)
        {
            return Outcome.Usage(
                $"{Name} is a router of layer '{Layer}': it only forwards, so no name can be registered at it",
                "register the name at a member that is no router");
        }

        _names.Remove(hash);
        _names.Add(hash);
        directory.Register(hash, now);
        return Outcome.Ok;
    }

    /// <inheritdoc/>
    public override void AwaitRegistration(in NameHash hash, IOutcomeSink sink, Instant now)
    {
        if (_member?.Directory is { } directory)
        {
            directory.AwaitPublished(hash, new RegistrationWait(this, directory, hash, sink), now);
        }
        else
        {
            PostedOutcome.Post(Host.Context, sink, NoMember());
        }
    }

    /// <inheritdoc/>
    public override void Unregister(in NameHash hash, Instant now)
    {
        _names.Remove(hash);
        _member?.Directory?.Unregister(hash, now);
    }

    /// <inheritdoc/>
    public override void Query(in NameHash hash, IQuerySink sink, Instant now)
    {
        var query = new ReachabilityQuery(this, sink);
        if (_member?.Directory is { } directory)
        {
            directory.Find(hash, query, now);
        }
        else
        {
            Host.Context.RunQueue.Post(query);
        }
    }

    /// <inheritdoc/>
    public override void Allocate(in AllocationRequest request, IAllocationSink sink, Instant now)
    {
        if (_member is { Flows: { } flows })
        {
            flows.Allocate(request, _pending, sink, now);
        }
        else
        {
            PostedRefusal.Post(Host.Context, _pending, sink, CloseReason.NameUnknown);
        }
    }

    /// <inheritdoc/>
    public override void AllocateProved(NameHash destination, QosSpec qos, IFlowOpener opener, IAllocationSink sink, Instant now)
    {
        if (_member is { Flows: { } flows, Membership.Security: not null })
        {
            flows.AllocateProved(destination, qos, opener, _pending, sink, now);
        }
        else
        {
            PostedRefusal.Post(Host.Context, _pending, sink, _member is null ? CloseReason.NameUnknown : CloseReason.Denied);
        }
    }

    /// <inheritdoc/>
    public override void Withdraw(IAllocationSink sink, Instant now) => _pending.Withdraw(sink, now);

    /// <inheritdoc/>
    public override Adoption Adopt(FlowTicket ticket, Instant now) => _member is not { } member ? Adoption.NotYet
        : member.Flows is { } flows && ticket.Layer == Layer ? flows.Adopt(ticket, now)
        : Adoption.Refused(CloseReason.StackLost);

    /// <inheritdoc/>
    public override TraceTarget? TraceFlow(long flow) =>
        _member is { Flows: { } flows } member && flows.Find(flow) is { } traced ? new UnicastTraceTarget(member.Trace, traced) : null;

    /// <inheritdoc/>
    public override void FindServers(in NameHash hash, QosCube cube, IServerSink sink, Instant now)
    {
        if (_member is { Flows: { } flows } member)
        {
            flows.FindServers(hash, cube, member.Trace, sink, now);
        }
        else
        {
            base.FindServers(hash, cube, sink, now);
        }
    }

    /// <summary>True where the name is registered still, but in the directory of a later life than this one.</summary>
    internal bool HasMoved(in NameHash hash, IDirectory from) =>
        _member?.Directory is { } current && current != from && _names.Contains(hash);
}
