using System.Diagnostics;
using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Daemon.Nodes;
using Lamina.Node.Capture;
using Lamina.Node.Management;

namespace Lamina.Daemon;

/// <summary>The control API over a node's management.</summary>
public sealed class NodeControl(string name, StackManagement management, string version, string? stateDirectory = null) : IStackControl
{
    private readonly long _opened = Stopwatch.GetTimestamp();
    private readonly NodeIpcps _ipcps = new(management);
    private readonly NodeNames _names = new(management);
    private readonly NodeShow _show = new(management);
    private readonly NodeObservation _observation = new(name, management, version, stateDirectory);
    private readonly NodeTrace _trace = new(management);

    public async ValueTask<Answer<StatusReport>> GetStatusAsync(CancellationToken cancel)
    {
        StackUse use = await management.Inspection.GetUseAsync();
        long uptime = (long)Stopwatch.GetElapsedTime(_opened).TotalSeconds;
        return new StatusReport(name, version, uptime, await _ipcps.ListAsync(), UseOf(use));
    }

    public async ValueTask<Answer<IpcpList>> ListIpcpsAsync(CancellationToken cancel) => new IpcpList(await _ipcps.ListAsync());

    public ValueTask<Outcome> CreateAsync(CreateRequest request, CancellationToken cancel) => _ipcps.CreateAsync(request);

    public ValueTask<Outcome> BootstrapAsync(string ipcp, BootstrapRequest request, CancellationToken cancel) =>
        _ipcps.BootstrapAsync(ipcp, request, cancel);

    public ValueTask<Outcome> EnrolAsync(string ipcp, EnrolRequest request, CancellationToken cancel) =>
        _ipcps.EnrolAsync(ipcp, request);

    public ValueTask<Outcome> ConnectAsync(string ipcp, ConnectRequest request, CancellationToken cancel) =>
        _ipcps.ConnectAsync(ipcp, request);

    public ValueTask<Outcome> DisconnectAsync(string ipcp, ConnectRequest request, CancellationToken cancel) =>
        _ipcps.DisconnectAsync(ipcp, request);

    public async ValueTask<Outcome> DestroyAsync(string ipcp, CancellationToken cancel) => await management.Ipcps.DestroyAsync(ipcp);

    public ValueTask<Answer<NameList>> ListNamesAsync(CancellationToken cancel) => _names.ListAsync();

    public ValueTask<Outcome> BindAsync(BindingRequest request, CancellationToken cancel) => _names.BindAsync(request);

    public ValueTask<Outcome> UnbindAsync(BindingRequest request, CancellationToken cancel) => _names.UnbindAsync(request);

    public ValueTask<Outcome> RegisterAsync(RegistrationRequest request, CancellationToken cancel) =>
        NodeNames.ForEachPlaceAsync(request, management.Names.RegisterAsync, management.Names.RegisterAtAsync);

    public ValueTask<Outcome> UnregisterAsync(RegistrationRequest request, CancellationToken cancel) =>
        NodeNames.ForEachPlaceAsync(request, management.Names.UnregisterAsync, management.Names.UnregisterAtAsync);

    public async ValueTask<Answer<FlowList>> ListFlowsAsync(CancellationToken cancel) =>
        new FlowList([.. (await management.Flows.ListAsync()).Select(NodeShow.ToEntry)]);

    public ValueTask<Answer<ShowReport>> ShowAsync(string ipcp, string what, CancellationToken cancel) => _show.ReadAsync(ipcp, what);

    public ValueTask<Answer<MetricsText>> GetMetricsAsync(CancellationToken cancel) => _observation.GetMetricsAsync();

    public ValueTask<Answer<HealthReport>> GetHealthAsync(CancellationToken cancel) => _observation.GetHealthAsync();

    public ValueTask<Answer<TraceReport>> TraceAsync(TraceRequest request, CancellationToken cancel) => _trace.TraceAsync(request);

    public async ValueTask<Answer<Stream>> CaptureAsync(CaptureRequest request, CancellationToken cancel)
    {
        CaptureSettings settings = new(request.Ipcps) { Count = request.Count, SnapLength = request.SnapLength };
        (Outcome outcome, CaptureStream? stream) = await management.Captures.StartAsync(settings, $"stack {name}, lamina {version}");
        return new Answer<Stream>(outcome, stream);
    }

    internal static ResourceUse UseOf(StackUse use) => new(use.Buffers, use.Flows, use.Timers);
}
