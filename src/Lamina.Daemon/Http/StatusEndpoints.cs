using Lamina.Daemon.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lamina.Daemon.Http;

/// <summary>/v1/status and /v1/flows.</summary>
internal static class StatusEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IStackControl stack)
    {
        routes.MapGet("/v1/status", async context =>
            await Reply.WriteAsync(context, await stack.GetStatusAsync(context.RequestAborted), ControlJson.Default.StatusReport));
        routes.MapGet("/v1/flows", async context =>
            await Reply.WriteAsync(context, await stack.ListFlowsAsync(context.RequestAborted), ControlJson.Default.FlowList));
    }
}
