namespace Lamina.Daemon.Control;

/// <summary>Where a name is served.</summary>
/// <param name="Place">An address of the layer, or a port.</param>
/// <param name="Cost">What the way there costs; null where there is none, or the layer does not know.</param>
public sealed record TraceServerEntry(string Place, ulong? Cost = null);
