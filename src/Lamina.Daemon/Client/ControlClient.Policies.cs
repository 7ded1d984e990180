using Lamina.Core;
using Lamina.Daemon.Control;

namespace Lamina.Daemon.Client;

/// <content>Rules and reservations of names.</content>
public sealed partial class ControlClient : IPolicyControl
{
    public ValueTask<Answer<PolicyList>> ListRulesAsync(string? name, CancellationToken cancel) =>
        ReadAsync(name is null ? "v1/rules" : $"v1/rules?name={Uri.EscapeDataString(name)}", Json.PolicyList, cancel);

    public ValueTask<Outcome> AddRuleAsync(RuleRequest request, CancellationToken cancel) =>
        DoAsync(HttpMethod.Post, "v1/rules", request, Json.RuleRequest, cancel);

    public ValueTask<Outcome> RetractRuleAsync(RuleRequest request, CancellationToken cancel) =>
        DoAsync(HttpMethod.Delete, "v1/rules", request, Json.RuleRequest, cancel);

    public ValueTask<Outcome> SetRulesAsync(RuleSetRequest request, CancellationToken cancel) =>
        DoAsync(HttpMethod.Put, "v1/rules", request, Json.RuleSetRequest, cancel);

    public ValueTask<Outcome> ReserveAsync(ReservationRequest request, CancellationToken cancel) =>
        DoAsync(HttpMethod.Post, "v1/reservations", request, Json.ReservationRequest, cancel);

    public ValueTask<Answer<VerdictReport>> WouldAsync(string name, string peer, CancellationToken cancel) =>
        ReadAsync($"v1/would?name={Uri.EscapeDataString(name)}&peer={Uri.EscapeDataString(peer)}", Json.VerdictReport, cancel);
}
