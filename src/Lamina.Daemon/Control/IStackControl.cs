using Lamina.Core;

namespace Lamina.Daemon.Control;

/// <summary>
/// The management of one stack: what the control API offers. The daemon implements it over its node, the client over
/// HTTP; a command does not know which one it talks to.
/// </summary>
public interface IStackControl
{
    ValueTask<Answer<StatusReport>> GetStatusAsync(CancellationToken cancel);

    ValueTask<Answer<IpcpList>> ListIpcpsAsync(CancellationToken cancel);

    ValueTask<Outcome> CreateAsync(CreateRequest request, CancellationToken cancel);

    ValueTask<Outcome> BootstrapAsync(string ipcp, BootstrapRequest request, CancellationToken cancel);

    ValueTask<Outcome> EnrolAsync(string ipcp, EnrolRequest request, CancellationToken cancel);

    ValueTask<Outcome> ConnectAsync(string ipcp, ConnectRequest request, CancellationToken cancel);

    ValueTask<Outcome> DisconnectAsync(string ipcp, ConnectRequest request, CancellationToken cancel);

    ValueTask<Outcome> ImpairAsync(string ipcp, ImpairRequest request, CancellationToken cancel);

    ValueTask<Outcome> RestartAsync(string ipcp, CancellationToken cancel);

    ValueTask<Outcome> DestroyAsync(string ipcp, CancellationToken cancel);

    ValueTask<Answer<NameList>> ListNamesAsync(CancellationToken cancel);

    ValueTask<Outcome> BindAsync(BindingRequest request, CancellationToken cancel);

    ValueTask<Outcome> UnbindAsync(BindingRequest request, CancellationToken cancel);

    ValueTask<Outcome> RegisterAsync(RegistrationRequest request, CancellationToken cancel);

    ValueTask<Outcome> UnregisterAsync(RegistrationRequest request, CancellationToken cancel);

    /// <summary>Gives out a ticket.</summary>
    ValueTask<Answer<TicketReport>> InviteAsync(InviteRequest request, CancellationToken cancel);

    ValueTask<Answer<InvitationList>> ListInvitationsAsync(CancellationToken cancel);

    /// <summary>Takes a ticket back.</summary>
    ValueTask<Outcome> CancelInvitationAsync(string number, CancellationToken cancel);

    /// <summary>Comes with a ticket. Cancelled, it takes back what it has made.</summary>
    ValueTask<Answer<JoinReport>> JoinAsync(JoinRequest request, CancellationToken cancel);

    /// <summary>Rules and reservations of names.</summary>
    IPolicyControl Policies { get; }

    ValueTask<Answer<FlowList>> ListFlowsAsync(CancellationToken cancel);

    ValueTask<Answer<ShowReport>> ShowAsync(string ipcp, string what, CancellationToken cancel);

    ValueTask<Answer<MetricsText>> GetMetricsAsync(CancellationToken cancel);

    ValueTask<Answer<HealthReport>> GetHealthAsync(CancellationToken cancel);
    ValueTask<Answer<TraceReport>> TraceAsync(TraceRequest request, CancellationToken cancel);

    /// <summary>A pcapng file as it grows, until the capture ends or the stream is disposed of.</summary>
    ValueTask<Answer<Stream>> CaptureAsync(CaptureRequest request, CancellationToken cancel);
}
