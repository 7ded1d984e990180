using Lamina.Cli.Doctor.Facts;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Status;

/// <summary>What a stack's daemon says of itself: health, state and configuration, a line each. What is wrong is among the findings.</summary>
internal static class DaemonText
{
    public static void Write(StackFacts stack, TextWriter output, Style style)
    {
        if (stack.Health is { } health)
        {
            string[] bad = [.. health.Checks.Where(check => check.Status != HealthStatus.Ok).Select(check => check.Name)];
            output.WriteLine(bad.Length == 0 ? $"health {health.Status}" : style.Warning($"health {health.Status}: {string.Join(", ", bad)}"));
        }

        if (stack.Status?.State is { } state)
        {
            output.WriteLine($"node {state.NodeId}, state {(state.Directory is { } directory ? $"in {directory}" : "in memory")}");
        }

        foreach (CredentialEntry credential in stack.Status?.State?.Credentials ?? [])
        {
            string line = $"credential for layer '{credential.Layer}': {credential.State}, until {TimeText.Of(credential.NotAfter)}, {string.Join(", ", credential.Rights)}";
            output.WriteLine(credential.Warning is null ? line : style.Warning(line));
        }

        if (stack.Status?.Configuration is { } configuration)
        {
            bool isApplied = configuration.AppliedAt > DateTimeOffset.MinValue;
            output.WriteLine($"configuration {configuration.File}, {(isApplied ? $"applied {TimeText.Of(configuration.AppliedAt)}" : "being applied")}");
        }
    }
}
