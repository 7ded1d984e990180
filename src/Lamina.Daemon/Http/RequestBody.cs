using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lamina.Core;
using Lamina.Daemon.Control;
using Microsoft.AspNetCore.Http;

namespace Lamina.Daemon.Http;

/// <summary>Reads what a caller sent; what cannot be read becomes a sentence.</summary>
internal static class RequestBody
{
    public static async ValueTask<Answer<T>> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            T? value = await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);
            return value is null ? Outcome.Usage("the request's body is null, an object is expected", Hint) : value;
        }
        catch (JsonException wrong)
        {
            return Outcome.Usage($"the request's body cannot be read: {Explain(wrong)}", Hint);
        }
    }

    private const string Hint = "see docs/CONTROL.md";

    /// <summary>What is wrong and where, without the serialiser's own types and positions.</summary>
    private static string Explain(JsonException wrong)
    {
        string message = wrong.Message;
        int end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        message = (end < 0 ? message : message[..end]).TrimEnd('.');
        if (message.StartsWith("The JSON property '", StringComparison.Ordinal))
        {
            return $"there is no field '{message.Split('\'')[1]}'";
        }

        if (message.StartsWith("JSON deserialization for type", StringComparison.Ordinal))
        {
            int colon = message.LastIndexOf(':');
            return $"missing fields{message[colon..]}";
        }

        if (message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal))
        {
            return $"the value of '{wrong.Path?.TrimStart('$', '.')}' has the wrong type";
        }

        return message;
    }
}
