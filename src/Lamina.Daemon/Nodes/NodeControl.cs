using System.Diagnostics;
using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting.State;
using Lamina.Daemon.Joining;
using Lamina.Daemon.Nodes;
using Lamina.Node.Capture;
using Lamina.Node.Management;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lamina.Daemon;

/// <summary>The control API over a node's management.</summary>
/// <param name="name">The stack's name.</param>
/// <param name="management">The node's management.</param>
/// <param name="version">Of the program.</param>
/// <param name="state">What it keeps on disk; null: nothing.</param>
/// <param name="log">Where it says what people should know later; nowhere by default.</param>
public sealed class NodeControl(string name, StackManagement management, string version, StackState? state = null, ILogger? log = null) : IStackControl
{
    private readonly long _opened = Stopwatch.GetTimestamp();
    private readonly NodeIpcps _ipcps = new(
        management, new SecureLayers(name, management.Ipcps, state?.Keyring, log ?? NullLogger.Instance), new NodeJoining(management, state, TimeProvider.System));
    private readonly NodeInvitations _invitations = new(management, state);
    private readonly NodeJoining _joining = new(management, state, TimeProvider.System);
    private readonly NodeNames _names = new(management);
    private readonly NodeShow _show = new(management);
    private readonly NodeObservation _observation = new(name, management, version, state?.Keep);
    private readonly NodePolicies _policies = new(management);
    private readonly NodeTrace _trace = new(management);
    private readonly NodeSuggestions _near = new(management);

    public async ValueTask<Answer<StatusReport>> GetStatusAsync(CancellationToken cancel)
    {
        StackUse use = await management.Inspection.GetUseAsync();
        long uptime = (long)Stopwatch.GetElapsedTime(_opened).TotalSeconds;
        int[] overSocket = [.. (await management.ListAttachedAsync()).Where(program => !program.SharesMemory).Select(program => program.ProcessId)];
        return new StatusReport(name, version, uptime, await _ipcps.ListAsync(), UseOf(use)) { OverSocket = overSocket.Length > 0 ? overSocket : null };
    }

    public async ValueTask<Answer<IpcpList>> ListIpcpsAsync(CancellationToken cancel) => new IpcpList(await _ipcps.ListAsync());

    public ValueTask<Outcome> CreateAsync(CreateRequest request, CancellationToken cancel) => _ipcps.CreateAsync(request);

    public ValueTask<Outcome> BootstrapAsync(string ipcp, BootstrapRequest request, CancellationToken cancel) =>
        _near.AskAsync(_ipcps.BootstrapAsync(ipcp, request, cancel), new Mentioned(ipcp));

    public ValueTask<Outcome> EnrolAsync(string ipcp, EnrolRequest request, CancellationToken cancel) =>
        _near.AskAsync(_ipcps.EnrolAsync(ipcp, request, cancel), new Mentioned(ipcp) { Name = request.Destination });

    public ValueTask<Outcome> ConnectAsync(string ipcp, ConnectRequest request, CancellationToken cancel) =>
        _near.AskAsync(_ipcps.ConnectAsync(ipcp, request, cancel), new Mentioned(ipcp) { Name = request.Destination });

    public ValueTask<Outcome> DisconnectAsync(string ipcp, ConnectRequest request, CancellationToken cancel) =>
        _near.AskAsync(_ipcps.DisconnectAsync(ipcp, request), new Mentioned(ipcp) { Name = request.Destination });

    public ValueTask<Outcome> ImpairAsync(string ipcp, ImpairRequest request, CancellationToken cancel) =>
        _near.AskAsync(_ipcps.ImpairAsync(ipcp, request), new Mentioned(ipcp));

    public ValueTask<Outcome> RestartAsync(string ipcp, CancellationToken cancel) =>
        _near.AskAsync(_ipcps.RestartAsync(ipcp), new Mentioned(ipcp));

    public ValueTask<Outcome> DestroyAsync(string ipcp, CancellationToken cancel) =>
        _near.AskAsync(new(management.Ipcps.DestroyAsync(ipcp)), new Mentioned(ipcp));

    public ValueTask<Answer<NameList>> ListNamesAsync(CancellationToken cancel) => _names.ListAsync();

    public ValueTask<Outcome> BindAsync(BindingRequest request, CancellationToken cancel) =>
        _near.AskAsync(_names.BindAsync(request), Mentioned.By(request));

    public ValueTask<Outcome> UnbindAsync(BindingRequest request, CancellationToken cancel) =>
        _near.AskAsync(_names.UnbindAsync(request), Mentioned.By(request));

    public ValueTask<Outcome> RegisterAsync(RegistrationRequest request, CancellationToken cancel) =>
        _near.AskAsync(_names.RegisterAsync(request, cancel), Mentioned.By(request));

    public ValueTask<Outcome> UnregisterAsync(RegistrationRequest request, CancellationToken cancel) =>
        _near.AskAsync(_names.UnregisterAsync(request), Mentioned.By(request));

    public async ValueTask<Answer<TicketReport>> InviteAsync(InviteRequest request, CancellationToken cancel) => await _invitations.InviteAsync(request, cancel);

    public ValueTask<Answer<InvitationList>> ListInvitationsAsync(CancellationToken cancel) => new(_invitations.List());

    public ValueTask<Outcome> CancelInvitationAsync(string number, CancellationToken cancel) => new(_invitations.Cancel(number));

    public async ValueTask<Answer<JoinReport>> JoinAsync(JoinRequest request, CancellationToken cancel) => await _joining.JoinAsync(request, cancel);

    public IPolicyControl Policies => _policies;

    public async ValueTask<Answer<FlowList>> ListFlowsAsync(CancellationToken cancel) =>
        new FlowList([.. (await management.Flows.ListAsync()).Select(NodeShow.ToEntry)]);

    public async ValueTask<Answer<ShowReport>> ShowAsync(string ipcp, string what, CancellationToken cancel)
    {
        Answer<ShowReport> answer = await _show.ReadAsync(ipcp, what);
        return answer.IsOk ? answer : await _near.AskAsync(new(answer.Outcome), new Mentioned(ipcp));
    }

    public ValueTask<Answer<MetricsText>> GetMetricsAsync(CancellationToken cancel) => _observation.GetMetricsAsync();

    public ValueTask<Answer<HealthReport>> GetHealthAsync(CancellationToken cancel) => _observation.GetHealthAsync();

    public async ValueTask<Answer<TraceReport>> TraceAsync(TraceRequest request, CancellationToken cancel)
    {
        Mentioned words = new() { Name = request.Name, Layers = request.Layer is { } layer ? [layer] : [] };
        Answer<TraceReport> answer = await _trace.TraceAsync(request);
        if (!answer.IsOk)
        {
            return await _near.AskAsync(new(answer.Outcome), words);
        }

        return answer.Value is { Result: "unknown", Problem: { } problem } unknown
            ? unknown with { Problem = (await _near.AskAsync(new(Outcome.NotFound(problem)), words)).Message }
            : answer;
    }

    public async ValueTask<Answer<Stream>> CaptureAsync(CaptureRequest request, CancellationToken cancel)
    {
        CaptureSettings settings = new(request.Ipcps) { Count = request.Count, SnapLength = request.SnapLength };
        (Outcome outcome, CaptureStream? stream) = await management.Captures.StartAsync(settings, $"stack {name}, lamina {version}");
        return outcome.IsOk ? new Answer<Stream>(outcome, stream) : await _near.AskAsync(new(outcome), new Mentioned { Ipcps = request.Ipcps });
    }

    internal static ResourceUse UseOf(StackUse use) => new(use.Buffers, use.Flows, use.Timers);
}
