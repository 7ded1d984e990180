using System.Net.Http.Json;
using System.Text.Json;
using Lamina.Core;
using Lamina.Daemon.Control;

namespace Lamina.Daemon.Client;

/// <summary>Reads the error body of an answer back into the outcome that it was made from.</summary>
internal static class ErrorResponse
{
    public static async ValueTask<Outcome> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            ErrorReport? report = await response.Content.ReadFromJsonAsync(ControlJson.Default.ErrorReport, cancel);
            if (report is not null)
            {
                OutcomeCode code = Enum.TryParse(report.Code, ignoreCase: true, out OutcomeCode known) ? known : OutcomeCode.Failed;
                return new Outcome(code, report.Message, report.Hint);
            }
        }
        catch (JsonException)
        {
            // Not one of ours; the status says what there is to say.
        }

        return Outcome.Failed($"the daemon answered with status {(int)response.StatusCode} and no explanation");
    }
}
