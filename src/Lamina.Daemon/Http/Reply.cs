using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lamina.Core;
using Lamina.Daemon.Control;
using Microsoft.AspNetCore.Http;

namespace Lamina.Daemon.Http;

/// <summary>How outcomes and answers look in HTTP.</summary>
internal static class Reply
{
    /// <summary>A done operation has no body: 204. Where there is more to know of it than that: 200, and the words.</summary>
    public static Task WriteAsync(HttpContext context, Outcome outcome)
    {
        if (!outcome.IsOk)
        {
            return WriteErrorAsync(context, outcome, StatusOf(outcome.Code));
        }

        if (outcome.Message.Length > 0)
        {
            return WriteJsonAsync(context, new DoneReport(outcome.Message), ControlJson.Default.DoneReport);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public static Task WriteAsync<T>(HttpContext context, Answer<T> answer, JsonTypeInfo<T> type)
        where T : class =>
        answer.IsOk ? WriteJsonAsync(context, answer.Value, type) : WriteErrorAsync(context, answer.Outcome, StatusOf(answer.Outcome.Code));

    public static Task WriteErrorAsync(HttpContext context, Outcome outcome, int status)
    {
        if (context.Response.HasStarted)
        {
            return Task.CompletedTask;
        }

        context.Response.StatusCode = status;
        string code = JsonNamingPolicy.CamelCase.ConvertName(outcome.Code.ToString());
        return WriteJsonAsync(context, new ErrorReport(code, outcome.Message, outcome.Hint), ControlJson.Default.ErrorReport);
    }

    private static async Task WriteJsonAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static int StatusOf(OutcomeCode code) => code switch
    {
        OutcomeCode.Usage => StatusCodes.Status400BadRequest,
        OutcomeCode.NotFound => StatusCodes.Status404NotFound,
        OutcomeCode.Denied => StatusCodes.Status403Forbidden,
        OutcomeCode.Timeout => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status409Conflict,
    };
}
