namespace Lamina.Daemon.Control;

/// <summary>POST and DELETE /v1/registrations.</summary>
/// <param name="Name">The name.</param>
/// <param name="Layers">Layers in which it is to be reachable.</param>
/// <param name="Ipcps">Or these IPC processes exactly.</param>
public sealed record RegistrationRequest(
    string Name, IReadOnlyList<string>? Layers = null, IReadOnlyList<string>? Ipcps = null);
