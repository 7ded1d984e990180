namespace Lamina.Daemon.Control;

/// <summary>GET /v1/flows.</summary>
public sealed record FlowList(IReadOnlyList<FlowEntry> Flows)
{
    public string Schema { get; init; } = Control.Schema.Flows;
}
