using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lamina.Core;
using Lamina.Daemon.Control;

namespace Lamina.Daemon.Client;

/// <summary>The control API from outside: each call is one HTTP request on the stack's Unix socket.</summary>
/// <exception cref="DaemonUnreachableException">Thrown by every call when nobody answers on the socket.</exception>
public sealed partial class ControlClient : IStackControl, IDisposable
{
    private readonly HttpClient _http;
    private readonly string _socketPath;

    public ControlClient(string socketPath)
    {
        _socketPath = socketPath;
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync, UseProxy = false })
        {
            BaseAddress = new Uri("http://lamina/"),
            Timeout = TimeSpan.FromMinutes(2),
        };
    }

    public ValueTask<Answer<StatusReport>> GetStatusAsync(CancellationToken cancel) =>
        ReadAsync("v1/status", Json.StatusReport, cancel);

    public ValueTask<Answer<IpcpList>> ListIpcpsAsync(CancellationToken cancel) => ReadAsync("v1/ipcps", Json.IpcpList, cancel);

    public ValueTask<Outcome> CreateAsync(CreateRequest request, CancellationToken cancel) =>
        DoAsync(HttpMethod.Post, "v1/ipcps", request, Json.CreateRequest, cancel);

    public ValueTask<Outcome> BootstrapAsync(string ipcp, BootstrapRequest request, CancellationToken cancel) =>
        DoAsync(HttpMethod.Post, PathOf(ipcp, "bootstrap"), request, Json.BootstrapRequest, cancel);

    public ValueTask<Outcome> EnrolAsync(string ipcp, EnrolRequest request, CancellationToken cancel) =>
        DoAsync(HttpMethod.Post, PathOf(ipcp, "enrol"), request, Json.EnrolRequest, cancel);

    public ValueTask<Outcome> ConnectAsync(string ipcp, ConnectRequest request, CancellationToken cancel) =>
        DoAsync(HttpMethod.Post, PathOf(ipcp, "connect"), request, Json.ConnectRequest, cancel);

    public ValueTask<Outcome> DisconnectAsync(string ipcp, ConnectRequest request, CancellationToken cancel) =>
        DoAsync(HttpMethod.Post, PathOf(ipcp, "disconnect"), request, Json.ConnectRequest, cancel);

    public ValueTask<Outcome> ImpairAsync(string ipcp, ImpairRequest request, CancellationToken cancel) =>
        DoAsync(HttpMethod.Post, PathOf(ipcp, "impair"), request, Json.ImpairRequest, cancel);

    public ValueTask<Outcome> RestartAsync(string ipcp, CancellationToken cancel) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, PathOf(ipcp, "restart")), cancel);

    public ValueTask<Outcome> DestroyAsync(string ipcp, CancellationToken cancel) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"v1/ipcps/{Uri.EscapeDataString(ipcp)}"), cancel);

    public ValueTask<Answer<NameList>> ListNamesAsync(CancellationToken cancel) => ReadAsync("v1/names", Json.NameList, cancel);

    public ValueTask<Outcome> BindAsync(BindingRequest request, CancellationToken cancel) =>
        DoAsync(HttpMethod.Post, "v1/bindings", request, Json.BindingRequest, cancel);

    public ValueTask<Outcome> UnbindAsync(BindingRequest request, CancellationToken cancel) =>
        DoAsync(HttpMethod.Delete, "v1/bindings", request, Json.BindingRequest, cancel);

    public ValueTask<Outcome> RegisterAsync(RegistrationRequest request, CancellationToken cancel) =>
        DoAsync(HttpMethod.Post, "v1/registrations", request, Json.RegistrationRequest, cancel);

    public ValueTask<Outcome> UnregisterAsync(RegistrationRequest request, CancellationToken cancel) =>
        DoAsync(HttpMethod.Delete, "v1/registrations", request, Json.RegistrationRequest, cancel);

    public ValueTask<Answer<TicketReport>> InviteAsync(InviteRequest request, CancellationToken cancel) =>
        ReadAsync("v1/invitations", request, Json.InviteRequest, Json.TicketReport, cancel);

    public ValueTask<Answer<InvitationList>> ListInvitationsAsync(CancellationToken cancel) => ReadAsync("v1/invitations", Json.InvitationList, cancel);

    public ValueTask<Outcome> CancelInvitationAsync(string number, CancellationToken cancel) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"v1/invitations/{Uri.EscapeDataString(number)}"), cancel);

    public ValueTask<Answer<JoinReport>> JoinAsync(JoinRequest request, CancellationToken cancel) =>
        ReadAsync("v1/join", request, Json.JoinRequest, Json.JoinReport, cancel);

    public ValueTask<Answer<FlowList>> ListFlowsAsync(CancellationToken cancel) => ReadAsync("v1/flows", Json.FlowList, cancel);

    public ValueTask<Answer<ShowReport>> ShowAsync(string ipcp, string what, CancellationToken cancel) =>
        ReadAsync(PathOf(ipcp, $"show/{Uri.EscapeDataString(what)}"), Json.ShowReport, cancel);

    public async ValueTask<Answer<MetricsText>> GetMetricsAsync(CancellationToken cancel)
    {
        using HttpResponseMessage response = await ExchangeAsync(new HttpRequestMessage(HttpMethod.Get, "metrics"), cancel);
        return response.IsSuccessStatusCode
            ? new MetricsText(await response.Content.ReadAsStringAsync(cancel))
            : await ErrorResponse.ReadAsync(response, cancel);
    }

    // A stack that has failed says so with another status, and the same body.
    public ValueTask<Answer<HealthReport>> GetHealthAsync(CancellationToken cancel) =>
        ReadAsync("v1/health", Json.HealthReport, cancel, HttpStatusCode.ServiceUnavailable);

    public ValueTask<Answer<TraceReport>> TraceAsync(TraceRequest request, CancellationToken cancel) =>
        ReadAsync("v1/trace", request, Json.TraceRequest, Json.TraceReport, cancel);

    public async ValueTask<Answer<Stream>> CaptureAsync(CaptureRequest request, CancellationToken cancel)
    {
        string ipcps = string.Concat(request.Ipcps.Select(ipcp => $"ipcp={Uri.EscapeDataString(ipcp)}&"));
        HttpRequestMessage message = new(HttpMethod.Get, $"v1/capture?{ipcps}count={request.Count}&snaplen={request.SnapLength}");
        HttpResponseMessage response = await ExchangeAsync(message, cancel, HttpCompletionOption.ResponseHeadersRead);
        if (response.IsSuccessStatusCode)
        {
            // The connection is the stream's: it ends with it.
            return await response.Content.ReadAsStreamAsync(cancel);
        }

        using (response)
        {
            return await ErrorResponse.ReadAsync(response, cancel);
        }
    }

    public IPolicyControl Policies => this;

    public void Dispose() => _http.Dispose();

    private static ControlJson Json => ControlJson.Default;

    private static string PathOf(string ipcp, string call) => $"v1/ipcps/{Uri.EscapeDataString(ipcp)}/{call}";

    private ValueTask<Answer<T>> ReadAsync<T>(
        string path, JsonTypeInfo<T> type, CancellationToken cancel, HttpStatusCode alsoAnswer = HttpStatusCode.OK)
        where T : class => ReadAsync(new HttpRequestMessage(HttpMethod.Get, path), type, cancel, alsoAnswer);

    private ValueTask<Answer<T>> ReadAsync<TBody, T>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class => ReadAsync(RequestOf(HttpMethod.Post, path, body, bodyType), type, cancel);

    private async ValueTask<Answer<T>> ReadAsync<T>(
        HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancel, HttpStatusCode alsoAnswer = HttpStatusCode.OK)
        where T : class
    {
        using HttpResponseMessage response = await ExchangeAsync(request, cancel);
        if (!response.IsSuccessStatusCode && response.StatusCode != alsoAnswer)
        {
            return await ErrorResponse.ReadAsync(response, cancel);
        }

        try
        {
            T? value = await response.Content.ReadFromJsonAsync(type, cancel);
            return value is null ? Outcome.Failed("the daemon's answer is empty") : value;
        }
        catch (JsonException)
        {
            return Outcome.Failed("the daemon's answer cannot be read", "lamina version (daemon and program may differ)");
        }
    }

    private ValueTask<Outcome> DoAsync<T>(HttpMethod method, string path, T body, JsonTypeInfo<T> type, CancellationToken cancel) =>
        SendAsync(RequestOf(method, path, body, type), cancel);

    private static HttpRequestMessage RequestOf<T>(HttpMethod method, string path, T body, JsonTypeInfo<T> type) =>
        new(method, path) { Content = JsonContent.Create(body, type) };

    private async ValueTask<Outcome> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        using HttpResponseMessage response = await ExchangeAsync(request, cancel);
        if (!response.IsSuccessStatusCode)
        {
            return await ErrorResponse.ReadAsync(response, cancel);
        }

        // Whatever else is in a good answer, it is done.
        return response.StatusCode == HttpStatusCode.OK && await response.Content.ReadFromJsonAsync(Json.DoneReport, cancel) is { } done
            ? Outcome.Ok with { Message = done.Message }
            : Outcome.Ok;
    }

    private async ValueTask<HttpResponseMessage> ExchangeAsync(
        HttpRequestMessage request, CancellationToken cancel, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        try
        {
            return await _http.SendAsync(request, completion, cancel);
        }
        catch (HttpRequestException failure)
        {
            throw new DaemonUnreachableException(_socketPath, failure);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socketPath), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
