using Lamina.Daemon.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lamina.Daemon.Http;

/// <summary>/v1/invitations and /v1/join.</summary>
internal static class JoiningEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IStackControl stack)
    {
        ControlJson json = ControlJson.Default;
        routes.MapPost("/v1/invitations", async context =>
        {
            Answer<InviteRequest> body = await RequestBody.ReadAsync(context, json.InviteRequest);
            Answer<TicketReport> answer = body.IsOk ? await stack.InviteAsync(body.Value, context.RequestAborted) : body.Outcome;
            await Reply.WriteAsync(context, answer, json.TicketReport);
        });
        routes.MapGet("/v1/invitations", async context =>
            await Reply.WriteAsync(context, await stack.ListInvitationsAsync(context.RequestAborted), json.InvitationList));
        routes.MapDelete("/v1/invitations/{number}", async context => await Reply.WriteAsync(
            context, await stack.CancelInvitationAsync((string)context.Request.RouteValues["number"]!, context.RequestAborted)));
        routes.MapPost("/v1/join", async context =>
        {
            Answer<JoinRequest> body = await RequestBody.ReadAsync(context, json.JoinRequest);
            Answer<JoinReport> answer = body.IsOk ? await stack.JoinAsync(body.Value, context.RequestAborted) : body.Outcome;
            await Reply.WriteAsync(context, answer, json.JoinReport);
        });
    }
}
