using System.Globalization;
using Lamina.Core;
using Lamina.Daemon.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Lamina.Daemon.Http;

/// <summary>/v1/trace and /v1/capture.</summary>
internal static class TraceEndpoints
{
    /// <param name="routes">The server's.</param>
    /// <param name="stack">Whose stack it is.</param>
    /// <param name="stopping">Ends captures: a daemon that stops does not wait for whoever looks on.</param>
    public static void Map(IEndpointRouteBuilder routes, IStackControl stack, CancellationToken stopping)
    {
        RequiredRight.Reads(routes.MapPost("/v1/trace", async context =>
        {
            Answer<TraceRequest> body = await RequestBody.ReadAsync(context, ControlJson.Default.TraceRequest);
            Answer<TraceReport> answer = body.IsOk ? await stack.TraceAsync(body.Value, context.RequestAborted) : body.Outcome;
            await Reply.WriteAsync(context, answer, ControlJson.Default.TraceReport);
        }));
        routes.MapGet("/v1/capture", context => CaptureAsync(context, stack, stopping));
    }

    private static async Task CaptureAsync(HttpContext context, IStackControl stack, CancellationToken stopping)
    {
        Answer<CaptureRequest> request = Read(context.Request.Query);
        Answer<Stream> capture = request.IsOk ? await stack.CaptureAsync(request.Value, context.RequestAborted) : request.Outcome;
        if (!capture.IsOk)
        {
            await Reply.WriteAsync(context, capture.Outcome);
            return;
        }

        await using Stream stream = capture.Value;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "application/x-pcapng";
        // It may say nothing for hours: neither side is to give up.
        context.Features.Get<IHttpMinResponseDataRateFeature>()?.MinDataRate = null;
        try
        {
            byte[] buffer = new byte[64 << 10];
            int length;
            while ((length = await stream.ReadAsync(buffer, end.Token)) > 0)
            {
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, length), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The answer ends here, as it does where a capture has seen enough.
        }
    }

    private static Answer<CaptureRequest> Read(IQueryCollection query)
    {
        foreach (string key in query.Keys)
        {
            if (key is not ("ipcp" or "count" or "snaplen"))
            {
                return Outcome.Usage($"a capture has no parameter '{key}'", "ipcp, count, snaplen");
            }
        }

        return !TryRead(query["count"], long.MaxValue, out long count) ? Outcome.Usage($"count={query["count"]} is no number of packets")
            : !TryRead(query["snaplen"], 65535, out long snapLength) ? Outcome.Usage($"snaplen={query["snaplen"]} is not from 0 to 65535")
            : new CaptureRequest([.. query["ipcp"].OfType<string>()], count, (int)snapLength);
    }

    private static bool TryRead(string? text, long most, out long value)
    {
        value = 0;
        return text is null || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= most);
    }
}
