using Lamina.Daemon.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lamina.Daemon.Http;

/// <summary>/v1/ipcps and below.</summary>
internal static class IpcpEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IStackControl stack)
    {
        ControlJson json = ControlJson.Default;
        routes.MapGet("/v1/ipcps", async context =>
            await Reply.WriteAsync(context, await stack.ListIpcpsAsync(context.RequestAborted), json.IpcpList));
        routes.MapPost("/v1/ipcps", context =>
            Operation.RunAsync(context, json.CreateRequest, stack.CreateAsync));
        routes.MapPost("/v1/ipcps/{name}/bootstrap", context =>
            Operation.RunAsync(context, json.BootstrapRequest, (request, cancel) => stack.BootstrapAsync(NameIn(context), request, cancel)));
        routes.MapPost("/v1/ipcps/{name}/enrol", context =>
            Operation.RunAsync(context, json.EnrolRequest, (request, cancel) => stack.EnrolAsync(NameIn(context), request, cancel)));
        routes.MapPost("/v1/ipcps/{name}/connect", context =>
            Operation.RunAsync(context, json.ConnectRequest, (request, cancel) => stack.ConnectAsync(NameIn(context), request, cancel)));
        routes.MapPost("/v1/ipcps/{name}/disconnect", context =>
            Operation.RunAsync(context, json.ConnectRequest, (request, cancel) => stack.DisconnectAsync(NameIn(context), request, cancel)));
        routes.MapDelete("/v1/ipcps/{name}", async context =>
            await Reply.WriteAsync(context, await stack.DestroyAsync(NameIn(context), context.RequestAborted)));
        routes.MapGet("/v1/ipcps/{name}/show/{what}", async context =>
            await Reply.WriteAsync(
                context, await stack.ShowAsync(NameIn(context), ValueIn(context, "what"), context.RequestAborted), json.ShowReport));
    }

    private static string NameIn(HttpContext context) => ValueIn(context, "name");

    private static string ValueIn(HttpContext context, string key) => (string?)context.Request.RouteValues[key] ?? "";
}
