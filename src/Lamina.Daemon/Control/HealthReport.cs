namespace Lamina.Daemon.Control;

/// <summary>GET /v1/health.</summary>
/// <param name="Status">The worst of the checks.</param>
/// <param name="Checks">All that were made.</param>
public sealed record HealthReport(string Status, IReadOnlyList<HealthCheck> Checks)
{
    public string Schema { get; init; } = Control.Schema.Health;

    /// <summary>The same with one more look.</summary>
    public HealthReport With(HealthCheck check) =>
        this with { Status = HealthStatus.Worst([Status, check.Status]), Checks = [.. Checks, check] };
}
