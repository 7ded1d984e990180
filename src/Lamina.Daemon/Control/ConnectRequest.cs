namespace Lamina.Daemon.Control;

/// <summary>POST /v1/ipcps/{name}/connect and disconnect: an adjacency, or a part of one.</summary>
/// <param name="Destination">The member's name.</param>
/// <param name="Component">"dt", "mgmt" or "all".</param>
/// <param name="Qos">A QoS name for the data transfer flow; null: the default.</param>
/// <param name="Weight">What the link costs, "N[,video=N][,voice=N]"; null: 1, or what was said before. Connect only.</param>
/// <param name="Capacity">What flows may reserve of the link in each direction, as <c>9mbit</c>; null: nothing is reserved. Connect only.</param>
public sealed record ConnectRequest(
    string Destination, string Component = "all", string? Qos = null, string? Weight = null, string? Capacity = null);
