using System.Globalization;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Status;

/// <summary>What a stack's daemon does for it: state and configuration, a line each.</summary>
internal static class DaemonText
{
    public static void Write(StatusReport report, TextWriter output, Style style)
    {
        if (report.State is { } state)
        {
            output.WriteLine($"node {state.NodeId}, state {(state.Directory is { } directory ? $"in {directory}" : "in memory")}");
        }

        if (report.Configuration is not { } configuration)
        {
            return;
        }

        output.WriteLine($"configuration {configuration.File}, applied {Time(configuration.AppliedAt)}");
        foreach (string why in configuration.ReloadFailure ?? [])
        {
            output.WriteLine(style.Warning($"the reload at {Time(configuration.ReloadedAt ?? default)} changed nothing: {why}"));
        }

        foreach (WaitingStep waiting in configuration.Waiting)
        {
            output.WriteLine(style.Warning($"waiting: {waiting.What}{(waiting.Why.Length > 0 ? $": {waiting.Why}" : "")}"));
        }
    }

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
