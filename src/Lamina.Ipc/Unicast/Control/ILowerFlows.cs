using Lamina.Core;

namespace Lamina.Ipc.Unicast.Control;

/// <summary>How the rooms of an IPC process get flows of lower layers.</summary>
internal interface ILowerFlows
{
    /// <summary>Asks for one by name.</summary>
    void Allocate(in FlowRequest request, IAllocationSink sink, Instant now);
}
