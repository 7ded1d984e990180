using Lamina.Ipc.Irm;
using Lamina.Node.Attach;

namespace Lamina.Node.Management;

/// <summary>Flows of a stack.</summary>
public sealed class FlowManagement
{
    private readonly ManagementCalls _calls;
    private readonly IpcResourceManager _irm;
    private readonly AttachServer? _attach;

    internal FlowManagement(ManagementCalls calls, IpcResourceManager irm, AttachServer? attach)
    {
        _calls = calls;
        _irm = irm;
        _attach = attach;
    }

    /// <summary>All flows, given to programs and to IPC processes.</summary>
    public Task<IReadOnlyList<FlowInfo>> ListAsync() => _calls.InvokeAsync<IReadOnlyList<FlowInfo>>(_ =>
    {
        Dictionary<string, AttachSession> programs = [];
        foreach (AttachSession session in _attach?.Sessions ?? [])
        {
            programs[session.Description] = session;
        }

        return [.. _irm.Flows.All.Select(flow => ToInfo(flow, programs.GetValueOrDefault(flow.OwnerDescription)))];
    });

    private static FlowInfo ToInfo(FlowRecord flow, AttachSession? program) => new(
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
        flow.IsUp,
        flow.Peer,
        program is { Executable.Length: > 0 } ? program.Executable : null,
        program?.UserId);
}
