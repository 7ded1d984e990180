namespace Lamina.Daemon.Control;

/// <summary>POST /v1/ipcps/{name}/enrol: joins a layer through a member.</summary>
/// <param name="Destination">A name that a member accepts flows for, often the layer's.</param>
/// <param name="Type">Creates the process when it does not exist.</param>
/// <param name="Autobind">Binds the process to its own name and to the layer's.</param>
/// <param name="Insecure">Joins a layer that asks for no proof.</param>
/// <param name="Router">This member will only forward: it gives no flows and registers no names.</param>
public sealed record EnrolRequest(string Destination, string? Type = null, bool Autobind = false, bool Insecure = false, bool Router = false);
