using System.Text;
using Lamina.Daemon.Control;
using Lamina.Daemon.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lamina.Daemon.Http;

/// <summary>/metrics and /v1/health: for machines that watch.</summary>
internal static class ObservationEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IStackControl stack, Func<HealthReport, HealthReport> examine)
    {
        RequiredRight.Reads(routes.MapGet("/metrics", context => WriteMetricsAsync(context, stack)));
        RequiredRight.Reads(routes.MapGet("/v1/health", context => WriteHealthAsync(context, stack, examine)));
    }

    private static async Task WriteMetricsAsync(HttpContext context, IStackControl stack)
    {
        Answer<MetricsText> answer = await stack.GetMetricsAsync(context.RequestAborted);
        if (!answer.IsOk)
        {
            await Reply.WriteAsync(context, answer.Outcome);
            return;
        }

        byte[] body = Encoding.UTF8.GetBytes(answer.Value.Text);
        context.Response.ContentType = OpenMetricsText.ContentType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    // 503 where it does not work at all: what watches by status alone takes it out. The body is the same either way.
    private static async Task WriteHealthAsync(HttpContext context, IStackControl stack, Func<HealthReport, HealthReport> examine)
    {
        Answer<HealthReport> answer = await stack.GetHealthAsync(context.RequestAborted);
        answer = answer.IsOk ? examine(answer.Value) : answer;
        if (answer is { IsOk: true, Value.Status: HealthStatus.Failed })
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }

        await Reply.WriteAsync(context, answer, ControlJson.Default.HealthReport);
    }
}
