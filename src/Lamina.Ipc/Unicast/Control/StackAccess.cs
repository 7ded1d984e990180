using Lamina.Core;
using Lamina.Ipc.Tracing;
using Lamina.Ipc.Unicast.Policies;

namespace Lamina.Ipc.Unicast.Control;

/// <summary>What the rooms of an IPC process may ask of the stack that it lives in.</summary>
internal sealed class StackAccess(IpcProcess process, IIpcProcessHost host)
{
    public MachineContext Context => host.Context;

    public PolicyCatalogue Policies => host.Policies;

    /// <summary>The name of the process.</summary>
    public string Process => process.Name;

    /// <summary>What the stack has given out tickets for; null: it keeps nothing, and so has given out none.</summary>
    public IInvitations? Invitations => host.Invitations;

    public long NextFlowId() => host.NextFlowId();

    /// <summary>Asks for a flow of a lower layer by name.</summary>
    public void Allocate(in FlowRequest request, IAllocationSink sink, Instant now) => host.AllocateLower(process, request, sink, now);

    /// <summary>The way of a flow of a lower layer; null where it cannot be traced.</summary>
    public TraceTarget? TargetOf(LowerFlow flow) => host.TraceLower(flow.Id);

    /// <summary>Ends the flows that the process gives whose other ends are those.</summary>
    public void CloseFlowsOf(Func<PeerIdentity, bool> peers, Instant now) => host.CloseFlowsOf(process, peers, now);

    /// <summary>Tells people of something rare.</summary>
    public void Tell(StackEventKind kind, string detail) => host.Context.Events?.Handle(kind, process.Name, detail);

    /// <summary>Somebody in the layer wants a flow.</summary>
    public void HandleArrival(ArrivingFlow arrival, Instant now) => host.HandleArrival(process, arrival, now);
}
