namespace Lamina.Daemon.Control;

/// <summary>Settings of a unicast layer; null: the layer's default.</summary>
public sealed record UnicastSettings(
    int? AddressSize = null, bool Router = false, int? Ttl = null, string? Hash = null, string? Routing = null,
    string? Directory = null, string? Address = null, int? Mps = null, int? Mpl = null, string? Congestion = null);
