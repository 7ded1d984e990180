using Lamina.Cli.Doctor.Facts;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Doctor.Checks;

/// <summary>A configuration that is not, or not yet, in force.</summary>
internal static class ConfigurationCheck
{
    public static IEnumerable<Finding> Examine(StackFacts stack)
    {
        if (stack.Status?.Configuration is not { } configuration)
        {
            yield break;
        }

        if (configuration.ReloadFailure is { Count: > 0 and var count } failures)
        {
            string more = count == 1 ? "" : $" (and {count - 1} more)";
            yield return Finding.Warning(
                "configuration",
                $"the reload of {configuration.File} at {TimeText.Of(configuration.ReloadedAt ?? default)} changed nothing: {failures[0]}{more}",
                $"lamina daemon --config {configuration.File} --check, then: systemctl reload lamina, or kill -HUP the daemon");
        }

        foreach (WaitingStep waiting in configuration.Waiting)
        {
            string why = waiting.Why.Length > 0 ? $": {waiting.Why}" : "";
            yield return Finding.Warning("waiting", $"the {waiting.What} still waits{why}", "lamina status, on the host that it waits for");
        }
    }
}
