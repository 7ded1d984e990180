namespace Lamina.Daemon.Control;

/// <summary>GET /v1/rules.</summary>
public sealed record PolicyList(IReadOnlyList<PolicyEntry> Names)
{
    public string Schema { get; init; } = Control.Schema.Rules;
}
