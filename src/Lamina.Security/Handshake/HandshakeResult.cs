using Lamina.Core;

namespace Lamina.Security.Handshake;

/// <summary>What a handshake proved.</summary>
/// <param name="Peer">Who is at the other end.</param>
public readonly record struct HandshakeResult(PeerIdentity Peer);
