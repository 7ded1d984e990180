using Lamina.Core;
using Microsoft.AspNetCore.Http;

namespace Lamina.Daemon.Http;

/// <summary>Turns whatever goes wrong into the error body: a caller never sees an empty 404 or a stack trace.</summary>
internal sealed class FailureMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException refused)
        {
            string why = refused.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? $"the request's body is larger than {ControlServer.MaxBodySize} bytes"
                : "the request is not what it says it is";
            await Reply.WriteErrorAsync(context, Outcome.Usage(why), refused.StatusCode);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
        }
        catch (Exception unexpected)
        {
            Outcome outcome = Outcome.Failed($"the daemon failed inside ({unexpected.GetType().Name}): {unexpected.Message}");
            await Reply.WriteErrorAsync(context, outcome, StatusCodes.Status500InternalServerError);
        }

        if (!context.Response.HasStarted && context.Response.StatusCode is 404 or 405 && context.Response.ContentLength is null)
        {
            Outcome outcome = Outcome.NotFound($"there is no call {context.Request.Method} {context.Request.Path}", "see docs/CONTROL.md");
            await Reply.WriteErrorAsync(context, outcome, context.Response.StatusCode);
        }
    }
}
