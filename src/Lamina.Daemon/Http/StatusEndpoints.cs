using Lamina.Daemon.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Lamina.Daemon.Http;

/// <summary>/v1/status and /v1/flows.</summary>
internal static class StatusEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IStackControl stack, Func<StatusReport, StatusReport> annotate)
    {
        RequiredRight.Reads(routes.MapGet("/v1/status", async context =>
        {
            Answer<StatusReport> answer = await stack.GetStatusAsync(context.RequestAborted);
            await Reply.WriteAsync(context, answer.IsOk ? annotate(answer.Value) : answer, ControlJson.Default.StatusReport);
        }));
        RequiredRight.Reads(routes.MapGet("/v1/flows", async context =>
            await Reply.WriteAsync(context, await stack.ListFlowsAsync(context.RequestAborted), ControlJson.Default.FlowList)));
    }
}
