using Lamina.Core;

namespace Lamina.Ipc;

/// <summary>What the flows of a layer can do, as whoever stands on them must know before it has one.</summary>
/// <param name="MaxPacketSize">The longest packet in bytes.</param>
/// <param name="MaxPacketLifetime">The longest life of a packet (MPL).</param>
public readonly record struct LayerLimits(int MaxPacketSize, Duration MaxPacketLifetime);
