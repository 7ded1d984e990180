using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;
using Lamina.Ipc.Irm.Naming;

namespace Lamina.Cli.Tests;

/// <summary>A stack that does nothing, remembers the last call and ends it as told.</summary>
internal sealed partial class RecordingControl : IStackControl
{
    public Outcome Next { get; set; } = Outcome.Ok;

    public string? LastCall { get; set; }

    public BindingParty? LastParty { get; private set; }

    public string Metrics { get; set; } = "# EOF\n";

    public HealthReport Health { get; set; } = new(HealthStatus.Ok, [new HealthCheck("loop", HealthStatus.Ok, "answers within 1 ms")]);

    public ConfigurationReport? Configuration { get; set; }

    /// <summary>Where there is one, enrolments never end by themselves, and their caller's token is given here.</summary>
    public TaskCompletionSource<CancellationToken>? Enrolling { get; init; }

    public StackPaths? Opened { get; set; }

    public List<IpcpEntry> Ipcps { get; } = [];

    public List<JsonObject> Items { get; } = [];

    public ValueTask<Answer<StatusReport>> GetStatusAsync(CancellationToken cancel) =>
        Ask("status", new StatusReport("default", "0.1.0", 65, Ipcps, new ResourceUse(3, 2, 1)) { Configuration = Configuration });

    public ValueTask<Answer<IpcpList>> ListIpcpsAsync(CancellationToken cancel) => Ask("ipcps", new IpcpList(Ipcps));

    public ValueTask<Outcome> CreateAsync(CreateRequest request, CancellationToken cancel) =>
        Do("create", request, ControlJson.Default.CreateRequest);

    public ValueTask<Outcome> BootstrapAsync(string ipcp, BootstrapRequest request, CancellationToken cancel) =>
        Do($"bootstrap {ipcp}", request, ControlJson.Default.BootstrapRequest);

    public async ValueTask<Outcome> EnrolAsync(string ipcp, EnrolRequest request, CancellationToken cancel)
    {
        if (Enrolling is not null)
        {
            Enrolling.SetResult(cancel);
            await Task.Delay(Timeout.Infinite, cancel);
        }

        return await Do($"enrol {ipcp}", request, ControlJson.Default.EnrolRequest);
    }

    public ValueTask<Answer<TicketReport>> InviteAsync(InviteRequest request, CancellationToken cancel) => Ask(
        $"invite {JsonSerializer.Serialize(request, ControlJson.Default.InviteRequest)}",
        new TicketReport("lamina1:abc", request.Layer, "0000002a", request.Uses, DateTimeOffset.UnixEpoch, ["192.0.2.1:3435"]));

    public ValueTask<Answer<InvitationList>> ListInvitationsAsync(CancellationToken cancel) => Ask(
        "invitations", new InvitationList([new InvitationEntry("net", "0000002a", "open", 2, 1, DateTimeOffset.UnixEpoch, ["00ff"])]));

    public ValueTask<Outcome> CancelInvitationAsync(string number, CancellationToken cancel)
    {
        LastCall = $"cancel {number}";
        return new(Next);
    }

    public ValueTask<Answer<JoinReport>> JoinAsync(JoinRequest request, CancellationToken cancel) => Ask(
        $"join {JsonSerializer.Serialize(request, ControlJson.Default.JoinRequest)}",
        new JoinReport("net", request.Name ?? "net.00ff00", "net.a", "udp", "192.0.2.2:3435", true, DateTimeOffset.UnixEpoch));

    public ValueTask<Outcome> ConnectAsync(string ipcp, ConnectRequest request, CancellationToken cancel) =>
        Do($"connect {ipcp}", request, ControlJson.Default.ConnectRequest);

    public ValueTask<Outcome> DisconnectAsync(string ipcp, ConnectRequest request, CancellationToken cancel) =>
        Do($"disconnect {ipcp}", request, ControlJson.Default.ConnectRequest);

    public ValueTask<Outcome> ImpairAsync(string ipcp, ImpairRequest request, CancellationToken cancel) =>
        Do($"impair {ipcp}", request, ControlJson.Default.ImpairRequest);

    public ValueTask<Outcome> RestartAsync(string ipcp, CancellationToken cancel)
    {
        LastCall = $"restart {ipcp}";
        return new(Next);
    }

    public ValueTask<Outcome> DestroyAsync(string ipcp, CancellationToken cancel)
    {
        LastCall = $"destroy {ipcp}";
        return new(Next);
    }

    public ValueTask<Answer<NameList>> ListNamesAsync(CancellationToken cancel) =>
        Ask("names", new NameList([new NameEntry("oping", ["process 4711 (lamina)"], ["uni3"]), new NameEntry("lone", [], [])]));

    public ValueTask<Outcome> BindAsync(BindingRequest request, CancellationToken cancel)
    {
        LastParty = request.Party;
        return Do("bind", request, ControlJson.Default.BindingRequest);
    }

    public ValueTask<Outcome> UnbindAsync(BindingRequest request, CancellationToken cancel) =>
        Do("unbind", request, ControlJson.Default.BindingRequest);

    public ValueTask<Answer<MetricsText>> GetMetricsAsync(CancellationToken cancel) => Ask("metrics", new MetricsText(Metrics));

    public ValueTask<Answer<HealthReport>> GetHealthAsync(CancellationToken cancel) =>
        Ask("health", Health);

    public ValueTask<Outcome> RegisterAsync(RegistrationRequest request, CancellationToken cancel) =>
        Do("register", request, ControlJson.Default.RegistrationRequest);

    public ValueTask<Outcome> UnregisterAsync(RegistrationRequest request, CancellationToken cancel) =>
        Do("unregister", request, ControlJson.Default.RegistrationRequest);

    public ValueTask<Answer<FlowList>> ListFlowsAsync(CancellationToken cancel) =>
        Ask("flows", new FlowList([new FlowEntry(7, "oping", "out", "process 4711", "data", 3, 2, "uni1")]));

    public ValueTask<Answer<ShowReport>> ShowAsync(string ipcp, string what, CancellationToken cancel) =>
        Ask($"show {ipcp} {what}", new ShowReport(ipcp, what, Items));

    public TraceReport Trace { get; set; } = new("oping", "data", "complete", [], [], []);

    public Stream Capture { get; set; } = Stream.Null;

    public ValueTask<Answer<TraceReport>> TraceAsync(TraceRequest request, CancellationToken cancel) =>
        Ask($"trace {JsonSerializer.Serialize(request, ControlJson.Default.TraceRequest)}", Trace);

    public ValueTask<Answer<Stream>> CaptureAsync(CaptureRequest request, CancellationToken cancel) =>
        Ask($"capture {string.Join(' ', request.Ipcps)} count={request.Count} snaplen={request.SnapLength}", Capture);

    private ValueTask<Outcome> Do<T>(string call, T request, JsonTypeInfo<T> type)
    {
        LastCall = $"{call} {JsonSerializer.Serialize(request, type)}";
        return new(Next);
    }

    private ValueTask<Answer<T>> Ask<T>(string call, T answer)
        where T : class
    {
        LastCall = call;
        return new(Next.IsOk ? answer : Next);
    }
}
