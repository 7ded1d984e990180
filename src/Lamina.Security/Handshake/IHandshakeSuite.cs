using Lamina.Core;

namespace Lamina.Security.Handshake;

/// <summary>
/// A handshake of two messages, which ride in the request and the reply of flow allocation and cost no round trip:
/// the initiator writes the first, the responder reads it and writes the second, the initiator reads that.
/// </summary>
public interface IHandshakeSuite
{
    /// <summary>Its number on the wire.</summary>
    HandshakeSuiteId Id { get; }

    /// <summary>Begins at the side that asks for the flow.</summary>
    /// <param name="destination">The name that is wanted, as the layer hashes it: the responder must be entitled to it.</param>
    /// <param name="random">Where ephemeral keys come from.</param>
    IHandshakeInitiator Initiate(in NameHash destination, IRandomSource random);

    /// <summary>Begins at the side that was asked.</summary>
    /// <param name="destination">The name that is wanted here.</param>
    /// <param name="random">Where ephemeral keys come from.</param>
    IHandshakeResponder Respond(in NameHash destination, IRandomSource random);
}
