using Lamina.Daemon.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Lamina.Daemon.Http;

/// <summary>/v1/ipcps and below.</summary>
internal static class IpcpEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IStackControl stack)
    {
        ControlJson json = ControlJson.Default;
        RequiredRight.Reads(routes.MapGet("/v1/ipcps", async context =>
            await Reply.WriteAsync(context, await stack.ListIpcpsAsync(context.RequestAborted), json.IpcpList)));
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
        routes.MapPost("/v1/ipcps/{name}/impair", context =>
            Operation.RunAsync(context, json.ImpairRequest, (request, cancel) => stack.ImpairAsync(NameIn(context), request, cancel)));
        routes.MapPost("/v1/ipcps/{name}/restart", async context =>
            await Reply.WriteAsync(context, await stack.RestartAsync(NameIn(context), context.RequestAborted)));
        routes.MapDelete("/v1/ipcps/{name}", async context =>
            await Reply.WriteAsync(context, await stack.DestroyAsync(NameIn(context), context.RequestAborted)));
        RequiredRight.Reads(routes.MapGet("/v1/ipcps/{name}/show/{what}", async context =>
            await Reply.WriteAsync(
                context, await stack.ShowAsync(NameIn(context), WhatIn(context), context.RequestAborted), json.ShowReport)));
    }

    private static string NameIn(HttpContext context) => Segment(context, 3);

    private static string WhatIn(HttpContext context) => Segment(context, 5);

    /// <summary>
    /// A segment of the path, decoded here: the server leaves an escaped slash as it is, so that its own value
    /// for a name with a slash could not be told from a name with "%2F".
    /// </summary>
    private static string Segment(HttpContext context, int index)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        string[] segments = target.Split('/');
        return index < segments.Length ? Uri.UnescapeDataString(segments[index]) : "";
    }
}
