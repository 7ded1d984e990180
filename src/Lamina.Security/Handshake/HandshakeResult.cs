using Lamina.Core;
using Lamina.Security.Records;

namespace Lamina.Security.Handshake;

/// <summary>What a handshake ended in.</summary>
/// <param name="Peer">Who is at the other end.</param>
/// <param name="Keys">The flow's traffic keys, taken over by who gets this; null where nothing is sealed.</param>
public readonly record struct HandshakeResult(PeerIdentity Peer, RecordKeys? Keys);
