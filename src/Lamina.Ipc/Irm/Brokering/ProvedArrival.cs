using Lamina.Core;
using Lamina.Security.Handshake;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>What an arrival's first message has proved; the second is written when somebody accepts.</summary>
/// <param name="Suite">The suite that the requester began with.</param>
/// <param name="Responder">The handshake.</param>
/// <param name="Peer">Who asks.</param>
/// <param name="Inner">What the requester's end of the flow says.</param>
internal sealed record ProvedArrival(IHandshakeSuite Suite, IHandshakeResponder Responder, PeerIdentity Peer, ReadOnlyMemory<byte> Inner);
