using Lamina.Core;

namespace Lamina.Ipc;

/// <summary>A wish for a flow, by name: the IRM finds the layer.</summary>
/// <param name="Destination">The name.</param>
/// <param name="Qos">What the flow must give.</param>
/// <param name="Data">Composition offer and user data for whoever accepts (the IRM adds the handshake around it).</param>
/// <param name="Layer">Only this layer; null: any, and a program of this stack without one.</param>
public readonly record struct FlowRequest(Name Destination, QosSpec Qos, ReadOnlyMemory<byte> Data, string? Layer = null);
