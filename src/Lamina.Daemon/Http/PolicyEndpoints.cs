using Lamina.Core;
using Lamina.Daemon.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lamina.Daemon.Http;

/// <summary>/v1/rules, /v1/reservations and /v1/would.</summary>
internal static class PolicyEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IPolicyControl policies)
    {
        ControlJson json = ControlJson.Default;
        RequiredRight.Reads(routes.MapGet("/v1/rules", async context =>
            await Reply.WriteAsync(context, await policies.ListRulesAsync(context.Request.Query["name"], context.RequestAborted), json.PolicyList)));
        routes.MapPost("/v1/rules", context => Operation.RunAsync(context, json.RuleRequest, policies.AddRuleAsync));
        routes.MapDelete("/v1/rules", context => Operation.RunAsync(context, json.RuleRequest, policies.RetractRuleAsync));
        routes.MapPut("/v1/rules", context => Operation.RunAsync(context, json.RuleSetRequest, policies.SetRulesAsync));
        routes.MapPost("/v1/reservations", context => Operation.RunAsync(context, json.ReservationRequest, policies.ReserveAsync));
        RequiredRight.Reads(routes.MapGet("/v1/would", async context =>
            await Reply.WriteAsync(context, await WouldAsync(context, policies), json.VerdictReport)));
    }

    private static async ValueTask<Answer<VerdictReport>> WouldAsync(HttpContext context, IPolicyControl policies) =>
        (string?)context.Request.Query["name"] is { } name && (string?)context.Request.Query["peer"] is { } peer
            ? await policies.WouldAsync(name, peer, context.RequestAborted)
            : Outcome.Usage("a question about a rule needs a name and a peer", "/v1/would?name=oping&peer=members");
}
