using Lamina.Core;
using Lamina.Security.Identities;

namespace Lamina.Security.Handshake;

/// <summary>
/// A handshake of two messages, which ride in the request and the reply of flow allocation and cost no round trip:
/// the initiator writes the first, the responder reads it and writes the second, the initiator reads that.
/// </summary>
public interface IHandshakeSuite
{
    /// <summary>Its number on the wire.</summary>
    HandshakeSuiteId Id { get; }

    /// <summary>The kind of static key that it takes; null (default): none, and it proves nothing.</summary>
    AgreementId? Agreement => null;

    /// <summary>Begins at the side that asks for the flow.</summary>
    /// <param name="terms">What is asked for: the responder must be entitled to the name.</param>
    /// <param name="peerKey">The responder's static key; of no meaning to a suite that has none.</param>
    /// <param name="moment">The present.</param>
    /// <param name="random">Where ephemeral keys come from.</param>
    /// <returns>Null where the key is none of this suite.</returns>
    IHandshakeInitiator? Initiate(in HandshakeTerms terms, ReadOnlySpan<byte> peerKey, HandshakeMoment moment, IRandomSource random);

    /// <summary>Begins at the side that was asked.</summary>
    /// <param name="terms">What is asked for here.</param>
    /// <param name="moment">The present.</param>
    /// <param name="random">Where ephemeral keys come from.</param>
    IHandshakeResponder Respond(in HandshakeTerms terms, HandshakeMoment moment, IRandomSource random);
}
