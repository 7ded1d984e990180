using Lamina.Daemon.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lamina.Daemon.Http;

/// <summary>/v1/names, /v1/bindings and /v1/registrations.</summary>
internal static class NameEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IStackControl stack)
    {
        ControlJson json = ControlJson.Default;
        RequiredRight.Reads(routes.MapGet("/v1/names", async context =>
            await Reply.WriteAsync(context, await stack.ListNamesAsync(context.RequestAborted), json.NameList)));
        RequiredRight.Uses(routes.MapPost("/v1/bindings", context => Operation.RunAsync(
            context, json.BindingRequest, (request, cancel) => stack.BindAsync(request with { Party = RightMiddleware.PartyOf(context) }, cancel))));
        RequiredRight.Uses(routes.MapDelete("/v1/bindings", context => Operation.RunAsync(
            context, json.BindingRequest, (request, cancel) => stack.UnbindAsync(request with { Party = RightMiddleware.PartyOf(context) }, cancel))));
        routes.MapPost("/v1/registrations", context => Operation.RunAsync(context, json.RegistrationRequest, stack.RegisterAsync));
        routes.MapDelete("/v1/registrations", context => Operation.RunAsync(context, json.RegistrationRequest, stack.UnregisterAsync));
    }
}
