using System.CommandLine;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Metrics;

/// <summary>lamina metrics [--json]: what the daemon gives at /metrics.</summary>
internal static class MetricsCommand
{
    public static Command Create(CliContext context)
    {
        Command command = new("metrics", "Prints counters and gauges in the format of OpenMetrics. Example: lamina metrics | grep dropped");
        command.SetQuestion(
            context,
            MetricsJson.Default.MetricsDocument,
            async (stack, _, cancel) =>
            {
                Answer<MetricsText> answer = await stack.GetMetricsAsync(cancel);
                return answer.IsOk ? new MetricsDocument(answer.Value.Text) : answer.Outcome;
            },
            document => context.Out.Write(document.OpenMetrics));
        return command;
    }
}
