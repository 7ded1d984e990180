using Lamina.Core;

namespace Lamina.Ipc.Udp;

/// <summary>A peer that this member was told of, for a person.</summary>
/// <param name="Endpoint">Where it is asked.</param>
/// <param name="Answered">When it last answered a question; null: never.</param>
public readonly record struct UdpPeerInfo(UdpEndpoint Endpoint, Instant? Answered);
