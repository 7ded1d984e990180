using Lamina.Core;
using Lamina.Ipc.Tracing;
using Lamina.Ipc.Unicast.Policies;

namespace Lamina.Ipc;

/// <summary>What an IPC process may ask of the IRM that it lives in.</summary>
public interface IIpcProcessHost
{
    /// <summary>What all machines of the stack share.</summary>
    MachineContext Context { get; }

    /// <summary>The policies that its members of layers can follow.</summary>
    PolicyCatalogue Policies { get; }

    /// <summary>What its members were before the stack was restarted; null (default): nobody remembers.</summary>
    IMemberMemory? Memory => null;

    /// <summary>What the stack has given out tickets for; null (default): nobody issues here.</summary>
    IInvitations? Invitations => null;

    /// <summary>A number for a new flow, unique in the stack, never 0.</summary>
    long NextFlowId();

    /// <summary>
    /// The smallest packet size and the longest life of a packet among the layers that the process may stand on now;
    /// null where there is none yet.
    /// </summary>
    LayerLimits? LimitsBelow(IpcProcess process);

    /// <summary>Somebody in the process's layer wants a flow to a name that this stack registered there.</summary>
    void HandleArrival(IpcProcess process, ArrivingFlow arrival, Instant now);

    /// <summary>Asks for a flow of a lower layer; the IRM picks the layer, and never one that stands on the asking process.</summary>
    void AllocateLower(IpcProcess requester, in FlowRequest request, IAllocationSink sink, Instant now);

    /// <summary>Ends the flows of a process whose peers are such, with <see cref="CloseReason.Denied"/>: they were revoked. Default: there are none.</summary>
    void CloseFlowsOf(IpcProcess process, Func<PeerIdentity, bool> peers, Instant now)
    {
    }

    /// <summary>The way of a flow of this stack, by its number; null where there is none, or it cannot be traced.</summary>
    TraceTarget? TraceLower(long flow) => null;
}
