namespace Lamina.Daemon.Control;

/// <summary>POST /v1/ipcps/{name}/bootstrap: makes the process the first member of a layer.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Type">Creates the process when it does not exist.</param>
/// <param name="Autobind">Binds the process to its own name and to the layer's.</param>
/// <param name="Insecure">The layer serves peers that prove nothing.</param>
/// <param name="Udp">For type udp.</param>
/// <param name="Unicast">For type unicast.</param>
public sealed record BootstrapRequest(
    string Layer, string? Type = null, bool Autobind = false, bool Insecure = false, UdpSettings? Udp = null,
    UnicastSettings? Unicast = null);
