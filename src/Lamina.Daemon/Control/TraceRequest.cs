namespace Lamina.Daemon.Control;

/// <summary>POST /v1/trace: the way of a flow to a name; nothing is allocated.</summary>
/// <param name="Name">The name.</param>
/// <param name="Qos">The name of a QoS spec; null: "data".</param>
/// <param name="Layer">Only this layer; null: any.</param>
public sealed record TraceRequest(string Name, string? Qos = null, string? Layer = null);
