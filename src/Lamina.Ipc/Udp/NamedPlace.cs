using Lamina.Core;

namespace Lamina.Ipc.Udp;

/// <summary>A peer, or a mapped name's place, whose host was told by name: it may get another address.</summary>
/// <param name="Host">The host's name.</param>
/// <param name="Endpoint">Where it was found when it was told.</param>
/// <param name="Name">The hash of the name that is mapped there; null for a peer.</param>
public sealed record NamedPlace(string Host, UdpEndpoint Endpoint, NameHash? Name = null);
