namespace Lamina.Daemon.Control;

/// <summary>POST /v1/ipcps.</summary>
public sealed record CreateRequest(string Name, string Type);
