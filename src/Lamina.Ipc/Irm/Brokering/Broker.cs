using Lamina.Core;
using Lamina.Protocols.Allocation;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>Chooses the layers that may give a flow, and starts its allocation.</summary>
internal sealed class Broker(MachineContext context, IpcProcessTable processes, StackFlows flows)
{
    public MachineContext Context => context;

    public StackFlows Flows => flows;

    /// <summary>True once the stack shuts down: no other layer is tried.</summary>
    public bool IsShutDown { get; set; }

    public void Allocate(in FlowRequest request, FlowOwner owner, IAllocationSink sink, Instant now)
    {
        CloseReason refusal = IsShutDown ? CloseReason.ShuttingDown : CloseReason.NameUnknown;
        IpcProcess[] candidates = IsShutDown ? [] : Candidates(request.Layer, owner.Process);
        if (candidates.Length == 0)
        {
            RefusedAllocation.Post(context, sink, refusal);
        }
        else
        {
            new BrokeredAllocation(this, request, owner, sink, candidates).Start(now);
        }
    }

    /// <summary>
    /// Members of layers, in the order of preference: a local layer, then the lowest (fewest headers), then the oldest.
    /// Not what stands on the asking process, itself included.
    /// </summary>
    private IpcProcess[] Candidates(string? layer, IpcProcess? requester) =>
        [.. processes.All
            .Where(process => process.Layer is not null
                && (layer is null || process.Layer == layer)
                && (requester is null || !flows.Stacking.StandsOn(process, requester)))
            .OrderBy(process => process.Kind == IpcProcessKind.Local ? -1 : flows.Stacking.DepthOf(process))];
}
