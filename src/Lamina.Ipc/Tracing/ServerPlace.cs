namespace Lamina.Ipc.Tracing;

/// <summary>Where a name is served in a layer.</summary>
/// <param name="Place">An address, or a port; as people read it.</param>
/// <param name="Cost">What the way there costs; null where there is none, or the layer does not know.</param>
/// <param name="Target">The way there, of a flow that would be made now.</param>
public sealed record ServerPlace(string Place, ulong? Cost, TraceTarget Target);
