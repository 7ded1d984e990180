namespace Lamina.Daemon.Control;

/// <summary>GET /v1/status.</summary>
/// <param name="Stack">The stack's name.</param>
/// <param name="Version">The program that runs it.</param>
/// <param name="UptimeSeconds">Since it was opened.</param>
/// <param name="Ipcps">Its IPC processes.</param>
/// <param name="Use">What it holds at present.</param>
public sealed record StatusReport(
    string Stack, string Version, long UptimeSeconds, IReadOnlyList<IpcpEntry> Ipcps, ResourceUse Use)
{
    public string Schema { get; init; } = Control.Schema.Status;

    /// <summary>Its state directory; null where it was opened without one.</summary>
    public StateReport? State { get; init; }

    /// <summary>Attached programs, by process id, that share no memory with the daemon: their packets go over the socket. Null: none.</summary>
    public IReadOnlyList<int>? OverSocket { get; init; }

    /// <summary>The daemon's configuration; null where it has none.</summary>
    public ConfigurationReport? Configuration { get; init; }
}
