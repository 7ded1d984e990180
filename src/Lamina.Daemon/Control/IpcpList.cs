namespace Lamina.Daemon.Control;

/// <summary>GET /v1/ipcps.</summary>
public sealed record IpcpList(IReadOnlyList<IpcpEntry> Ipcps)
{
    public string Schema { get; init; } = Control.Schema.Ipcps;
}
