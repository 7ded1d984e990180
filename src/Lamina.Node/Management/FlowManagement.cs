using Lamina.Ipc.Irm;

namespace Lamina.Node.Management;

/// <summary>Flows of a stack.</summary>
public sealed class FlowManagement
{
    private readonly ManagementCalls _calls;
    private readonly IpcResourceManager _irm;

    internal FlowManagement(ManagementCalls calls, IpcResourceManager irm)
    {
        _calls = calls;
        _irm = irm;
    }

    /// <summary>All flows, given to programs and to IPC processes.</summary>
    public Task<IReadOnlyList<FlowInfo>> ListAsync() => _calls.InvokeAsync<IReadOnlyList<FlowInfo>>(_ =>
        [.. _irm.Flows.All.Select(flow => new FlowInfo(
            flow.Id,
            flow.Name.Value,
            flow.IsIncoming,
            flow.Process?.Name,
            flow.OwnerDescription,
            flow.AcceptorDescription,
            flow.AcceptedQos,
            flow.Qos,
            flow.SentPackets,
            flow.ReceivedPackets,
            flow.IsUp))]);
}
