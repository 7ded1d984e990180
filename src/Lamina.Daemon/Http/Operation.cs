using System.Text.Json.Serialization.Metadata;
using Lamina.Core;
using Lamina.Daemon.Control;
using Microsoft.AspNetCore.Http;

namespace Lamina.Daemon.Http;

/// <summary>A call with a body: read it, do it, say how it ended.</summary>
internal static class Operation
{
    public static async Task RunAsync<T>(
        HttpContext context, JsonTypeInfo<T> type, Func<T, CancellationToken, ValueTask<Outcome>> operation)
        where T : class
    {
        Answer<T> body = await RequestBody.ReadAsync(context, type);
        Outcome outcome = body.IsOk ? await operation(body.Value, context.RequestAborted) : body.Outcome;
        await Reply.WriteAsync(context, outcome);
    }
}
