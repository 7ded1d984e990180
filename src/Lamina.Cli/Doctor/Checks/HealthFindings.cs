using Lamina.Cli.Doctor.Facts;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Doctor.Checks;

/// <summary>What the daemon's own looks found. Neighbours are left to <see cref="AdjacencyCheck"/>, which names each.</summary>
internal static class HealthFindings
{
    public static IEnumerable<Finding> Examine(StackFacts stack)
    {
        bool namesNeighbours = AdjacencyCheck.Examine(stack).Any();
        return (stack.Health?.Checks ?? [])
            .Where(check => check.Status != HealthStatus.Ok && !(check.Name == "adjacencies" && namesNeighbours))
            .Select(check => new Finding(
                check.Status == HealthStatus.Failed ? Severity.Error : Severity.Warning, check.Name, check.Message, check.Hint ?? ""));
    }
}
