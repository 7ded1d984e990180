namespace Lamina.Daemon.Control;

/// <summary>GET /v1/health.</summary>
/// <param name="Status">The worst of the checks.</param>
/// <param name="Checks">All that were made.</param>
public sealed record HealthReport(string Status, IReadOnlyList<HealthCheck> Checks)
{
    public string Schema { get; init; } = Control.Schema.Health;
}
