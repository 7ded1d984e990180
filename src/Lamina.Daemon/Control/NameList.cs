namespace Lamina.Daemon.Control;

/// <summary>GET /v1/names.</summary>
public sealed record NameList(IReadOnlyList<NameEntry> Names)
{
    public string Schema { get; init; } = Control.Schema.Names;
}
