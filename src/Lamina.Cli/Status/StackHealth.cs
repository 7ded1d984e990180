using Lamina.Cli.Doctor.Facts;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Status;

/// <summary>How a stack is.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="Status">The worst of the checks: "ok", "degraded", "failed".</param>
/// <param name="Checks">All that its daemon made.</param>
internal sealed record StackHealth(string Stack, string Status, IReadOnlyList<HealthCheck> Checks)
{
    /// <summary>Null where the stack did not say.</summary>
    public static StackHealth? Of(StackFacts stack) =>
        stack.Health is { } health ? new(stack.Paths.Name, health.Status, health.Checks) : null;
}
