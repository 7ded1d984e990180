using Lamina.Core;
using Lamina.Ipc.Allocations;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Tracing;

namespace Lamina.Ipc;

/// <summary>
/// A member of a layer, of any kind: what the IRM may ask of it (Ouroboros, listing 8, without join). A machine: it is
/// called by its stack's owner only, and never re-entered; every sink is called from the run queue or a later input,
/// never inside the call that it was passed to.
/// </summary>
public abstract class IpcProcess(string name, IpcProcessKind kind, IIpcProcessHost host)
{
    /// <summary>Its own name, unique in the stack.</summary>
    public string Name { get; } = name;

    /// <summary>Its kind.</summary>
    public IpcProcessKind Kind { get; } = kind;

    /// <summary>The layer that it is a member of; null until it has been bootstrapped or enrolled.</summary>
    public string? Layer { get; protected set; }

    /// <summary>How its layer hashes names.</summary>
    public abstract HashAlgorithmId HashAlgorithm { get; }

    /// <summary>True where the layer admits and serves peers that prove nothing; shown by status.</summary>
    public abstract bool IsInsecure { get; }

    /// <summary>What programs and others prove themselves with in its layer; null (default): nothing.</summary>
    public virtual LayerSecurity? Security => null;

    /// <summary>
    /// What <see cref="Security"/> proves and judges by has changed: a renewed credential, newer roots, newer revocations. Does nothing by default.
    /// </summary>
    public virtual void HandleCredentials(Instant now)
    {
    }

    /// <summary>Flows that it gives at present, pending ones included.</summary>
    public abstract int FlowCount { get; }

    /// <summary>
    /// What gets flows for names that are bound to this process ("bind ipcp"); null where it takes none.
    /// What it accepts makes it stand on the process that gave the flow.
    /// </summary>
    public virtual IFlowAcceptor? Acceptor => this as IFlowAcceptor;

    /// <summary>What its flows carried that have ended.</summary>
    public FlowTraffic Traffic { get; } = new();

    /// <summary>What its layer's flows can do; null until it is a member.</summary>
    public abstract LayerLimits? Limits { get; }

    /// <summary>The IRM that it lives in.</summary>
    protected IIpcProcessHost Host { get; } = host;

    /// <summary>Begins to make a name reachable at this member.</summary>
    /// <returns>Ok, or why this member registers no such name.</returns>
    public abstract Outcome Register(in NameHash hash, Instant now);

    /// <summary>
    /// Waits until a registered name is known in the layer as far as this member can bring that about. Where the layer
    /// keeps no directory that must be told, it is at once.
    /// </summary>
    public virtual void AwaitRegistration(in NameHash hash, IOutcomeSink sink, Instant now) =>
        PostedOutcome.Post(Host.Context, sink, Outcome.Ok);

    /// <summary>Takes it back.</summary>
    public abstract void Unregister(in NameHash hash, Instant now);

    /// <summary>Asks whether the layer can reach the name at some member.</summary>
    public abstract void Query(in NameHash hash, IQuerySink sink, Instant now);

    /// <summary>Starts the allocation of a flow; the sink hears of its end exactly once.</summary>
    public abstract void Allocate(in AllocationRequest request, IAllocationSink sink, Instant now);

    /// <summary>
    /// As <see cref="Allocate"/>, where both ends prove themselves: what is said to each member that is asked comes from the opener, and
    /// who does not prove itself is passed over. Where a layer has no <see cref="Security"/> it is refused.
    /// </summary>
    public virtual void AllocateProved(NameHash destination, QosSpec qos, IFlowOpener opener, IAllocationSink sink, Instant now) =>
        PostedRefusal.Post(Host.Context, new PendingAllocations(), sink, CloseReason.Denied);

    /// <summary>
    /// Gives up an allocation that was started for a sink, which hears nothing more: what it held here is free at once, and a
    /// peer that has accepted meanwhile hears a close. Where a kind cannot, it does nothing: the allocation ends by itself, and
    /// the sink's owner closes a flow that comes too late. After the sink was told it does nothing either.
    /// </summary>
    public virtual void Withdraw(IAllocationSink sink, Instant now)
    {
    }

    /// <summary>
    /// Takes up a flow that a former life of this process gave, as its ticket says. Where a kind cannot, as by default, it refuses.
    /// </summary>
    public virtual Adoption Adopt(FlowTicket ticket, Instant now) => Adoption.Refused(CloseReason.StackLost);

    /// <summary>
    /// Ends as by a crash, with everything of its own given back: nobody in the layer is told, and the users of its flows are. Another
    /// one goes on in its place. Where a kind cannot, as by default, or is in no layer, it does nothing.
    /// </summary>
    /// <returns>What it leaves; null: it lives.</returns>
    public virtual Succession? Vanish(Instant now) => null;

    /// <summary>Enters the layer of its predecessor again, as that one did. May be asked again where it failed.</summary>
    public virtual void Resume(IOutcomeSink sink, Instant now) =>
        PostedOutcome.Post(Host.Context, sink, Outcome.Failed($"{Name} is nobody's successor"));

    /// <summary>
    /// Whoever asked for an enrolment, a connection or to resume does not wait for it any more: it is taken back as if it had failed, and
    /// its sink hears so. Does nothing where it has ended.
    /// </summary>
    public virtual void GiveUp(IOutcomeSink sink, Instant now)
    {
    }

    /// <summary>The way of a flow that it gives, by its number; null where it gives none of it, or cannot tell.</summary>
    public virtual TraceTarget? TraceFlow(long flow) => null;

    /// <summary>
    /// Asks where a name is served, and for the way there of a flow of a cube that would be made now; nothing is allocated. A kind
    /// that cannot tell says none.
    /// </summary>
    public virtual void FindServers(in NameHash hash, QosCube cube, IServerSink sink, Instant now) =>
        PostedServers.Post(Host.Context, sink, []);

    /// <summary>Leaves the layer: closes every flow, given and used, and gives every timer and buffer back.</summary>
    public abstract void Shutdown(Instant now);
}
